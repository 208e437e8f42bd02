package backend

type ClientListParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

type ClientVerifyParams struct {
	Token string `json:"token"`
}
