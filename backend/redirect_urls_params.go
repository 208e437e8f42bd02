package backend

// RedirectURLListParams choose what List returns.
type RedirectURLListParams struct {
	Limit  int `query:"limit"`  // how many at once, 1 to 500; default: 10, and 100 for the iterator
	Offset int `query:"offset"` // how many to skip
}

// RedirectURLCreateParams name an address.
type RedirectURLCreateParams struct {
	// URL is the whole address, with https or a scheme of the application's own: "my-app://oauth-callback". It is required.
	URL string `json:"url"`
}
