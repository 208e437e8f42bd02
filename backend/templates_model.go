package backend

type Template struct {
	ID                  string     `json:"id"`
	Object              string     `json:"object"`
	InstanceID          string     `json:"instance_id"`
	ResourceType        string     `json:"resource_type"`
	TemplateType        string     `json:"template_type"`
	Name                string     `json:"name"`
	Slug                string     `json:"slug"`
	Position            Opt[int64] `json:"position"`
	CanRevert           Opt[bool]  `json:"can_revert"`
	CanDelete           Opt[bool]  `json:"can_delete"`
	CanEditBody         Opt[bool]  `json:"can_edit_body"`
	CanToggle           Opt[bool]  `json:"can_toggle"`
	Subject             string     `json:"subject"`
	Markup              string     `json:"markup"`
	Body                string     `json:"body"`
	AvailableVariables  []string   `json:"available_variables"`
	RequiredVariables   []string   `json:"required_variables"`
	FromEmailName       string     `json:"from_email_name"`
	ReplyToEmailName    string     `json:"reply_to_email_name"`
	DeliveredByClerk    Opt[bool]  `json:"delivered_by_clerk"`
	Enabled             Opt[bool]  `json:"enabled"`
	FlaggedAsSuspicious Opt[bool]  `json:"flagged_as_suspicious"`
	UpdatedAt           Time       `json:"updated_at"`
	CreatedAt           Time       `json:"created_at"`
}
