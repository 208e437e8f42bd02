package backend

// SignUpUpdateParams are the params of SignUpsService.Update. What is absent stays as it is.
type SignUpUpdateParams struct {
	// ExternalID is the visitor's id in the application's own system. The user who comes of the sign-up gets it. It may be
	// null.
	ExternalID Opt[string] `json:"external_id,omitzero"`
	// CustomAction marks the sign-up as one that a step of the application's own must finish. It may be null.
	CustomAction Opt[bool] `json:"custom_action,omitzero"`
}
