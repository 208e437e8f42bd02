package backend

// A RedirectURL is an address that is allowed.
type RedirectURL struct {
	Object    string `json:"object"`     // always "redirect_url"
	ID        string `json:"id"`         // the id of the entry
	URL       string `json:"url"`        // the whole address
	CreatedAt Time   `json:"created_at"` // when it was allowed
	UpdatedAt Time   `json:"updated_at"` // when the entry was last changed
}
