package backend

// A SvixURL is the way into the Svix dashboard of an instance.
type SvixURL struct {
	// URL is good for a while and signs in whoever opens it: send a browser there, and keep it out of logs.
	URL string `json:"svix_url"`
}
