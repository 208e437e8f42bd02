package backend

type SvixURL struct {
	SvixURL string `json:"svix_url"`
}
