package backend

// The types of templates.
const (
	TemplateTypeEmail = "email"
	TemplateTypeSMS   = "sms"
)

// A Template is the text of a message.
type Template struct {
	ID                  string    `json:"id"`                    // the id of the template
	Object              string    `json:"object"`                // always "template"
	InstanceID          string    `json:"instance_id"`           // the instance that changed it; "" for one that is Clerk's own
	ResourceType        string    `json:"resource_type"`         // "system" if it is Clerk's own, "user" if it was changed
	TemplateType        string    `json:"template_type"`         // TemplateTypeEmail or TemplateTypeSMS
	Name                string    `json:"name"`                  // for people
	Slug                string    `json:"slug"`                  // for programs
	Position            Opt[int]  `json:"position"`              // its place in the list
	CanRevert           Opt[bool] `json:"can_revert"`            // whether Revert would change anything
	CanDelete           Opt[bool] `json:"can_delete"`            // whether it can be deleted
	CanEditBody         Opt[bool] `json:"can_edit_body"`         // whether the body can be changed
	CanToggle           Opt[bool] `json:"can_toggle"`            // whether it can be switched off: notifications by SMS only
	Subject             string    `json:"subject"`               // the subject of an email
	Markup              string    `json:"markup"`                // what the body is made from, in the language of the editor
	Body                string    `json:"body"`                  // the text with variables in it
	AvailableVariables  []string  `json:"available_variables"`   // the variables that may be in the body
	RequiredVariables   []string  `json:"required_variables"`    // the variables that must be in the body
	FromEmailName       string    `json:"from_email_name"`       // the local part of the sender: "hello"
	ReplyToEmailName    string    `json:"reply_to_email_name"`   // the local part of where answers go
	DeliveredByClerk    Opt[bool] `json:"delivered_by_clerk"`    // whether Clerk sends the messages
	Enabled             Opt[bool] `json:"enabled"`               // whether there are such messages
	FlaggedAsSuspicious Opt[bool] `json:"flagged_as_suspicious"` // whether Clerk takes the text for fraud
	UpdatedAt           Time      `json:"updated_at"`            // when it was last changed
	CreatedAt           Time      `json:"created_at"`            // when it was made
}
