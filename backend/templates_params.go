package backend

type TemplateListParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

type TemplateUpsertParams struct {
	Name             Opt[string] `json:"name,omitzero"`
	Subject          Opt[string] `json:"subject,omitzero"` // May be null.
	Markup           Opt[string] `json:"markup,omitzero"`  // May be null.
	Body             Opt[string] `json:"body,omitzero"`
	DeliveredByClerk Opt[bool]   `json:"delivered_by_clerk,omitzero"` // May be null.
	FromEmailName    Opt[string] `json:"from_email_name,omitzero"`
	ReplyToEmailName Opt[string] `json:"reply_to_email_name,omitzero"`
}

type TemplatePreviewParams struct {
	Subject          Opt[string] `json:"subject,omitzero"` // May be null.
	Body             Opt[string] `json:"body,omitzero"`
	FromEmailName    Opt[string] `json:"from_email_name,omitzero"`
	ReplyToEmailName Opt[string] `json:"reply_to_email_name,omitzero"`
}

type TemplateToggleDeliveryParams struct {
	DeliveredByClerk Opt[bool] `json:"delivered_by_clerk,omitzero"`
}
