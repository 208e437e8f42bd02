package backend

type SignUpUpdateParams struct {
	ExternalID   Opt[string] `json:"external_id,omitzero"`   // May be null.
	CustomAction Opt[bool]   `json:"custom_action,omitzero"` // May be null.
}
