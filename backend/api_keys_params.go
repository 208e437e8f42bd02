package backend

// APIKeyCreateParams are the params of APIKeysService.Create.
type APIKeyCreateParams struct {
	// Type is a kind of the application's own, 3 to 25 characters. Default: "api_key".
	Type Opt[string] `json:"type,omitzero"`
	// Name tells the subject which key it is. It is required, and has at least 3 characters with no white space around them.
	Name string `json:"name"`
	// Description has at most 255 characters. It may be null, which is none.
	Description Opt[string] `json:"description,omitzero"`
	// Subject is whom the key acts for: the id of a user (user_…) or an organization (org_…). It is required.
	Subject string `json:"subject"`
	// Claims are kept with the key and come back from Verify. They may be null, which is none.
	Claims Opt[any] `json:"claims,omitzero"`
	// Scopes are what the key is good for, in words of the application's own. Default: none.
	Scopes []string `json:"scopes,omitzero"`
	// CreatedBy is the user (user_…) who made the key, for instance for an organization. It may be null, which is nobody.
	CreatedBy Opt[string] `json:"created_by,omitzero"`
	// SecondsUntilExpiration is the lifetime, above 0. Absent or null is a key that never expires.
	SecondsUntilExpiration Opt[int] `json:"seconds_until_expiration,omitzero"`
}

// APIKeyListParams are the params of APIKeysService.List and All.
type APIKeyListParams struct {
	Type           string    `query:"type"`            // only keys of this type; default: "api_key"
	Subject        string    `query:"subject"`         // whose keys: user_… or org_…; required
	IncludeInvalid Opt[bool] `query:"include_invalid"` // revoked and expired keys too; default: false
	Limit          int       `query:"limit"`           // keys on a page, 1 to 100; default: 10
	Offset         int       `query:"offset"`          // keys to skip
	Query          string    `query:"query"`           // only keys that match this text
}

// APIKeyUpdateParams are the params of APIKeysService.Update. What is absent stays as it is.
type APIKeyUpdateParams struct {
	// Claims replace those of the key; null removes them.
	Claims Opt[any] `json:"claims,omitzero"`
	// Scopes replace those of the key: nil keeps them, an empty list removes them.
	Scopes []string `json:"scopes,omitzero"`
	// Description has at most 255 characters; null removes it.
	Description Opt[string] `json:"description,omitzero"`
	// Subject hands the key over to another user (user_…) or organization (org_…).
	Subject Opt[string] `json:"subject,omitzero"`
	// SecondsUntilExpiration is the new lifetime in seconds, above 0; null makes a key that never expires.
	SecondsUntilExpiration Opt[int] `json:"seconds_until_expiration,omitzero"`
}

// APIKeyRevokeParams are the params of APIKeysService.Revoke. They may be nil.
type APIKeyRevokeParams struct {
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"` // why, for the record; null is no reason
}

// APIKeyVerifyParams are the params of APIKeysService.Verify.
type APIKeyVerifyParams struct {
	Secret string `json:"secret"` // what the caller presented: ak_…; required
}
