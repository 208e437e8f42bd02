package backendapi

import (
	"net/http"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// invitations are those to the application. Nobody gets mail.
func (a *API) invitations() []Operation {
	return []Operation{
		read("GET /invitations", a.listInvitations),
		write("POST /invitations", func(_ Call, p invitationCreate) (any, error) { return a.invite(p) }),
		write("POST /invitations/bulk", a.inviteMany),
		write("POST /invitations/{invitation_id}/revoke", a.revokeInvitation),
	}
}

type invitationCreate struct {
	Email          string              `body:"email_address,required"`
	PublicMetadata Opt[world.Metadata] `body:"public_metadata,nullable"`
	RedirectURL    Opt[string]         `body:"redirect_url,nullable"`
	Notify         Opt[bool]           `body:"notify,nullable"`
	IgnoreExisting Opt[bool]           `body:"ignore_existing,nullable"`
	ExpiresInDays  Opt[int64]          `body:"expires_in_days,nullable"`
	Template       Opt[string]         `body:"template_slug" oneof:"invitation waitlist_invitation"`
}

func (p *invitationCreate) check(wrong *problems) {
	if p.Email != "" {
		checkForm(world.Email, p.Email, wrong)
	}
	checkExpiry(p.ExpiresInDays, wrong)
}

const (
	defaultInvitationDays = 30 // Clerk: invitations expire after a month
	maxInvitationDays     = 365
)

func checkExpiry(days Opt[int64], wrong *problems) {
	if days.Set && !days.Null && (days.Value < 1 || days.Value > maxInvitationDays) {
		wrong.invalid("expires_in_days", "must be an integer from 1 to %d.", maxInvitationDays)
	}
}

// expiry returns when an invitation of this moment expires.
func (a *API) expiry(days Opt[int64]) time.Time {
	n := int64(defaultInvitationDays)
	days.Keep(&n)
	return a.w.Now().Add(time.Duration(n) * 24 * time.Hour)
}

func (a *API) invite(p invitationCreate) (any, error) {
	now := a.w.Now()
	if !p.IgnoreExisting.Value {
		if err := a.checkNobodyHas(p.Email); err != nil {
			return nil, err
		}
		for i := range a.w.Invitations.ByEmail.Get(strings.ToLower(p.Email)).All() {
			if i.Status.At(now, i.ExpiresAt) == world.Pending {
				return nil, refusal.Newf(http.StatusBadRequest, "duplicate_record", "Invited already",
					"There is an invitation for %.80q already.", p.Email)
			}
		}
	}
	i := world.Invitation{
		ID: a.w.ID("inv"), Email: p.Email, RedirectURL: p.RedirectURL.Value, Status: world.Pending, ExpiresAt: a.expiry(p.ExpiresInDays),
		CreatedAt: now, UpdatedAt: now,
	}
	if err := putMetadata(replaceMetadata, metadataParam{"public_metadata", p.PublicMetadata, &i.PublicMetadata}); err != nil {
		return nil, err
	}
	return a.viewInvitation(&i), a.w.Invitations.Put(i)
}

// checkNobodyHas refuses an email address that is a user's.
func (a *API) checkNobodyHas(email string) error {
	if a.w.Identifications.Find(world.Email, email) == nil {
		return nil
	}
	return refusal.Unprocessable(refusal.About("email_address", "form_identifier_exists", "is taken",
		"is that of a user already: %.80q.", email))
}

// tooMany refuses arrays that have nothing or too much.
func tooMany(n int) error { return atMost(n, maxItems) }

func atMost(n, most int) error {
	switch {
	case n < 1:
		return refusal.New(http.StatusBadRequest, "request_body_invalid", "Request body invalid", "The body is an array without items.")
	case n > most:
		return refusal.Newf(http.StatusBadRequest, "bulk_size_exceeded", "Too many items", "The body has %d items, and must have %d at most.", n, most)
	}
	return nil
}

func (a *API) inviteMany(_ Call, all []invitationCreate) (any, error) {
	if err := tooMany(len(all)); err != nil {
		return nil, err
	}
	views := []any{}
	for _, p := range all {
		if err := a.checkNobodyHas(p.Email); err != nil {
			return nil, err // ignore_existing is about invitations here (Clerk: CreateBulkInvitations)
		}
		view, err := a.invite(p)
		if err != nil {
			return nil, err
		}
		views = append(views, view)
	}
	return views, nil
}

type invitationList struct {
	window
	Paginated bool        `query:"paginated"`
	Status    Opt[string] `query:"status" oneof:"pending accepted revoked expired"`
	Query     string      `query:"query"`
	Order     Order       `query:"order_by" default:"-created_at" oneof:"created_at email_address expires_at"`
}

func (a *API) listInvitations(_ Call, p invitationList) (any, error) {
	var f filter[world.Invitation]
	now := a.w.Now()
	if p.Status.Set {
		f.when(func(i *world.Invitation) bool { return string(i.Status.At(now, i.ExpiresAt)) == p.Status.Value })
	}
	if text := strings.ToLower(p.Query); text != "" {
		f.when(func(i *world.Invitation) bool { return contains(text, i.Email, i.ID) })
	}
	views, total := list(source[world.Invitation]{a.w.Invitations.Rows(), f.keep(), map[string]func(*world.Invitation) table.Rank{
		"email_address": func(i *world.Invitation) table.Rank { return table.ByText(i.Email) },
		"expires_at":    func(i *world.Invitation) table.Rank { return table.ByTime(i.ExpiresAt) },
	}}, p.Order, p.window, a.viewInvitation)
	return bareOrPaged(p.Paginated, views, total), nil
}

func (a *API) revokeInvitation(c Call, _ none) (any, error) {
	before, err := found(a.w.Invitations.Table, "invitation", c.id("invitation_id"))
	if err != nil {
		return nil, err
	}
	if status := before.Status.At(a.w.Now(), before.ExpiresAt); status != world.Pending {
		return nil, refusal.Newf(http.StatusBadRequest, "invitation_already_"+string(status), "Not pending",
			"The invitation is %s; only one that is pending can be revoked.", status)
	}
	i := *before
	i.Status, i.UpdatedAt = world.Revoked, a.w.Now()
	return a.viewInvitation(&i), a.w.Invitations.Put(i)
}

// An invitationView is an invitation in an answer.
type invitationView struct {
	Object         string         `json:"object"`
	ID             string         `json:"id"`
	EmailAddress   string         `json:"email_address"`
	PublicMetadata world.Metadata `json:"public_metadata"`
	Revoked        bool           `json:"revoked"`
	Status         world.Status   `json:"status"`
	URL            string         `json:"url"`
	ExpiresAt      *int64         `json:"expires_at"`
	CreatedAt      int64          `json:"created_at"`
	UpdatedAt      int64          `json:"updated_at"`
}

func (a *API) viewInvitation(i *world.Invitation) invitationView {
	status := i.Status.At(a.w.Now(), i.ExpiresAt)
	return invitationView{
		Object: "invitation", ID: i.ID, EmailAddress: i.Email, PublicMetadata: orEmpty(i.PublicMetadata), Revoked: status == world.Revoked,
		Status: status, URL: a.ticket(i.ID), ExpiresAt: millis(i.ExpiresAt), CreatedAt: i.CreatedAt.UnixMilli(),
		UpdatedAt: i.UpdatedAt.UnixMilli(),
	}
}
