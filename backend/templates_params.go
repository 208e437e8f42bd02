package backend

// TemplateListParams choose what List returns.
type TemplateListParams struct {
	Limit  int `query:"limit"`  // how many at once, 1 to 500; default: 10, and 100 for the iterator
	Offset int `query:"offset"` // how many to skip
}

// TemplateUpsertParams change a template.
type TemplateUpsertParams struct {
	// Name is for people.
	Name Opt[string] `json:"name,omitzero"`
	// Subject is the subject of an email. It may be null.
	Subject Opt[string] `json:"subject,omitzero"`
	// Markup is what the body is made from, in the language of the editor. It may be null.
	Markup Opt[string] `json:"markup,omitzero"`
	// Body is the text with variables in it.
	Body Opt[string] `json:"body,omitzero"`
	// DeliveredByClerk says whether Clerk sends the messages. It may be null.
	DeliveredByClerk Opt[bool] `json:"delivered_by_clerk,omitzero"`
	// FromEmailName is the local part of the sender of an email: "hello" for hello@example.com.
	FromEmailName Opt[string] `json:"from_email_name,omitzero"`
	// ReplyToEmailName is the local part of where answers to an email go.
	ReplyToEmailName Opt[string] `json:"reply_to_email_name,omitzero"`
}

// TemplatePreviewParams are what to try.
type TemplatePreviewParams struct {
	// Subject is the subject of an email. It may be null.
	Subject Opt[string] `json:"subject,omitzero"`
	// Body is the text with variables in it.
	Body Opt[string] `json:"body,omitzero"`
	// FromEmailName is the local part of the sender of an email: "hello" for hello@example.com.
	FromEmailName Opt[string] `json:"from_email_name,omitzero"`
	// ReplyToEmailName is the local part of where answers to an email go.
	ReplyToEmailName Opt[string] `json:"reply_to_email_name,omitzero"`
}

// TemplateToggleDeliveryParams say who sends the messages.
type TemplateToggleDeliveryParams struct {
	DeliveredByClerk Opt[bool] `json:"delivered_by_clerk,omitzero"` // whether Clerk does
}
