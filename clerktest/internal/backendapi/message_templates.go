package backendapi

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// messageTemplates are the emails and text messages of the instance. Nobody gets any here.
func (a *API) messageTemplates() []Operation {
	return []Operation{
		read("GET /templates/{template_type}", a.listMessageTemplates),
		read("GET /templates/{template_type}/{slug}", func(c Call, _ none) (any, error) {
			t, err := a.messageTemplate(c)
			if err != nil {
				return nil, err
			}
			return a.viewMessageTemplate(t), nil
		}),
		write("PUT /templates/{template_type}/{slug}", a.upsertMessageTemplate),
		write("POST /templates/{template_type}/{slug}/revert", a.revertMessageTemplate),
		read("POST /templates/{template_type}/{slug}/preview", a.previewMessageTemplate),
		write("POST /templates/{template_type}/{slug}/toggle_delivery", a.toggleMessageTemplate),
	}
}

// templatesOf returns the templates of the type in the path, in their order.
func templatesOf(c Call) ([]standardTemplate, error) {
	kind := c.id("template_type")
	if kind != "email" && kind != "sms" {
		return nil, refusal.Newf(http.StatusBadRequest, "template_type_unsupported", "No such type", "There are the types email and sms, not %.80q.", kind)
	}
	return slices.DeleteFunc(slices.Clone(standardTemplates), func(t standardTemplate) bool { return t.kind != kind }), nil
}

// A currentTemplate is a template as it is now.
type currentTemplate struct {
	standardTemplate
	position int
	now      world.MessageTemplate // with the texts; without an id where nothing was changed
}

// messageTemplate returns the template in the path.
func (a *API) messageTemplate(c Call) (*currentTemplate, error) {
	all, err := templatesOf(c)
	if err != nil {
		return nil, err
	}
	slug := c.id("slug")
	at := slices.IndexFunc(all, func(t standardTemplate) bool { return t.slug == slug })
	if at < 0 {
		return nil, refusal.Newf(http.StatusNotFound, "resource_not_found", "Not found", "There is no template with the slug %.80q.", slug)
	}
	return a.current(all[at], at), nil
}

func (a *API) current(t standardTemplate, position int) *currentTemplate {
	current := &currentTemplate{t, position, world.MessageTemplate{
		Type: t.kind, Slug: t.slug, Name: t.name, Subject: t.subject, Body: t.body, FromEmailName: "noreply",
	}}
	if changed := a.w.MessageTemplates.Find(t.kind, t.slug); changed != nil {
		current.now = *changed
	}
	return current
}

func (a *API) listMessageTemplates(c Call, p barePage) (any, error) {
	all, err := templatesOf(c)
	if err != nil {
		return nil, err
	}
	views := []messageTemplateView{}
	for i, t := range all {
		views = append(views, a.viewMessageTemplate(a.current(t, i)))
	}
	first := min(int(p.Offset), len(views))
	part := views[first:min(first+int(p.Limit), len(views))]
	return bareOrPaged(p.Paginated, part, len(views)), nil
}

// messageTexts are the texts of a template. What is missing stays as it is.
type messageTexts struct {
	Subject   Opt[string] `body:"subject,nullable"`
	Body      Opt[string] `body:"body"`
	FromName  Opt[string] `body:"from_email_name"`
	ReplyName Opt[string] `body:"reply_to_email_name"`
}

// into puts the texts into a template, and refuses a body that lacks what it has to have.
func (p *messageTexts) into(t *currentTemplate) error {
	var wrong problems
	if t.kind == "sms" && p.Subject.Value != "" {
		wrong.invalid("subject", "is for emails only.")
	}
	p.Subject.Into(&t.now.Subject)
	p.Body.Keep(&t.now.Body)
	p.FromName.Keep(&t.now.FromEmailName)
	p.ReplyName.Keep(&t.now.ReplyEmailName)
	for _, name := range t.required {
		if !strings.Contains(strings.ReplaceAll(t.now.Body, " ", ""), "{{"+name+"}}") {
			wrong.invalid("body", "must have {{%s}}.", name)
		}
	}
	for param, name := range map[string]string{"from_email_name": t.now.FromEmailName, "reply_to_email_name": t.now.ReplyEmailName} {
		if strings.ContainsAny(name, "@ \t\r\n") {
			wrong.invalid(param, "must be what is before the @ of an address.")
		}
	}
	return wrong.refusal()
}

type messageUpsert struct {
	Name      Opt[string] `body:"name"`
	Markup    Opt[string] `body:"markup,nullable"`
	Delivered Opt[bool]   `body:"delivered_by_clerk,nullable"`
	messageTexts
}

func (a *API) upsertMessageTemplate(c Call, p messageUpsert) (any, error) {
	t, err := a.messageTemplate(c)
	if err != nil {
		return nil, err
	}
	p.Name.Keep(&t.now.Name)
	p.Markup.Into(&t.now.Markup)
	if p.Delivered.Set && !p.Delivered.Null {
		t.now.Undelivered = !p.Delivered.Value
	}
	if err := p.into(t); err != nil {
		return nil, err
	}
	return a.putMessageTemplate(t)
}

func (a *API) putMessageTemplate(t *currentTemplate) (any, error) {
	t.now.UpdatedAt = a.w.Now()
	if t.now.ID == "" {
		t.now.ID, t.now.CreatedAt = a.w.ID("tmpl"), t.now.UpdatedAt
	}
	return a.viewMessageTemplate(t), a.w.MessageTemplates.Put(t.now)
}

func (a *API) revertMessageTemplate(c Call, _ none) (any, error) {
	t, err := a.messageTemplate(c)
	if err != nil {
		return nil, err
	}
	if t.now.ID != "" {
		a.w.MessageTemplates.Delete(t.now.ID)
	}
	return a.viewMessageTemplate(a.current(t.standardTemplate, t.position)), nil
}

type messageToggle struct {
	Delivered Opt[bool] `body:"delivered_by_clerk"`
}

func (a *API) toggleMessageTemplate(c Call, p messageToggle) (any, error) {
	t, err := a.messageTemplate(c)
	if err != nil {
		return nil, err
	}
	if p.Delivered.Set {
		t.now.Undelivered = !p.Delivered.Value
	}
	return a.putMessageTemplate(t)
}

// previewMessageTemplate answers with the texts, with an example for each variable. Nothing is kept.
func (a *API) previewMessageTemplate(c Call, p messageTexts) (any, error) {
	t, err := a.messageTemplate(c)
	if err != nil {
		return nil, err
	}
	if err := p.into(t); err != nil {
		return nil, err
	}
	var pairs []string
	for _, name := range t.variables() {
		pairs = append(pairs, "{{"+name+"}}", exampleOf(name), "{{ "+name+" }}", exampleOf(name))
	}
	examples := strings.NewReplacer(pairs...)
	view := struct {
		Subject   string  `json:"subject,omitempty"`
		Body      string  `json:"body"`
		FromEmail *string `json:"from_email_address,omitempty"`
		ReplyTo   *string `json:"reply_to_email_address,omitempty"`
	}{Subject: examples.Replace(t.now.Subject), Body: examples.Replace(t.now.Body)}
	if t.kind == "email" {
		from := t.now.FromEmailName + "@" + a.primaryDomain().Name
		reply := cmp.Or(t.now.ReplyEmailName, t.now.FromEmailName) + "@" + a.primaryDomain().Name
		view.FromEmail, view.ReplyTo = &from, &reply
	}
	return view, nil
}

// A messageTemplateView is a template in an answer.
type messageTemplateView struct {
	Object              string   `json:"object"`
	ID                  string   `json:"id"`
	InstanceID          *string  `json:"instance_id"`
	ResourceType        string   `json:"resource_type"`
	TemplateType        string   `json:"template_type"`
	Name                string   `json:"name"`
	Slug                string   `json:"slug"`
	Position            int      `json:"position"`
	CanRevert           bool     `json:"can_revert"`
	CanDelete           bool     `json:"can_delete"`
	CanEditBody         bool     `json:"can_edit_body"`
	CanToggle           bool     `json:"can_toggle"`
	Subject             *string  `json:"subject"`
	Markup              string   `json:"markup"`
	Body                string   `json:"body"`
	AvailableVariables  []string `json:"available_variables"`
	RequiredVariables   []string `json:"required_variables"`
	FromEmailName       string   `json:"from_email_name"`
	ReplyToEmailName    string   `json:"reply_to_email_name"`
	DeliveredByClerk    bool     `json:"delivered_by_clerk"`
	Enabled             bool     `json:"enabled"`
	FlaggedAsSuspicious bool     `json:"flagged_as_suspicious"`
	CreatedAt           int64    `json:"created_at"`
	UpdatedAt           int64    `json:"updated_at"`
}

func (a *API) viewMessageTemplate(t *currentTemplate) messageTemplateView {
	view := messageTemplateView{
		Object: "template", ID: "tmpl_" + t.kind + "_" + t.slug, ResourceType: "system", TemplateType: t.kind, Name: t.now.Name, Slug: t.slug,
		Position: t.position, CanEditBody: true, Subject: orNull(t.now.Subject), Markup: t.now.Markup, Body: t.now.Body,
		AvailableVariables: t.variables(), RequiredVariables: append([]string{}, t.required...), FromEmailName: t.now.FromEmailName,
		ReplyToEmailName: t.now.ReplyEmailName, DeliveredByClerk: !t.now.Undelivered, Enabled: true,
	}
	if t.now.ID != "" {
		instance := a.Instance().ID
		view.ID, view.InstanceID, view.ResourceType, view.CanRevert = t.now.ID, &instance, "user", true
		view.CreatedAt, view.UpdatedAt = t.now.CreatedAt.UnixMilli(), t.now.UpdatedAt.UnixMilli()
	}
	return view
}
