package backend

// A SvixURL is the way into the Svix dashboard of an instance.
type SvixURL struct {
	// URL is good for a while and signs in whoever opens it: send a browser to string(URL).
	URL Secret `json:"svix_url"`
}
