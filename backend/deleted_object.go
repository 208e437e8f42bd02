package backend

// A DeletedObject is what is left of something that was deleted.
type DeletedObject struct {
	Object     string `json:"object"`      // what it was: "user"
	ID         string `json:"id"`          // its id, or ""
	Slug       string `json:"slug"`        // its slug, or ""
	Deleted    bool   `json:"deleted"`     // true
	ExternalID string `json:"external_id"` // the application's own id for it, or ""
}
