package backend

type RedirectURLListParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

type RedirectURLCreateParams struct {
	URL string `json:"url"`
}
