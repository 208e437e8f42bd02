package backendapi

import (
	"net/http"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// waitlist is who waits for an invitation. Nobody gets mail.
func (a *API) waitlist() []Operation {
	return []Operation{
		read("GET /waitlist_entries", a.listWaitlist),
		write("POST /waitlist_entries", func(_ Call, p waitlistCreate) (any, error) { return a.enlist(p) }),
		write("POST /waitlist_entries/bulk", a.enlistMany),
		write("DELETE /waitlist_entries/{waitlist_entry_id}", a.deleteWaitlistEntry),
		write("POST /waitlist_entries/{waitlist_entry_id}/invite", a.inviteFromWaitlist),
		write("POST /waitlist_entries/{waitlist_entry_id}/reject", a.rejectFromWaitlist),
	}
}

type waitlistCreate struct {
	Email  string    `body:"email_address,required"`
	Notify Opt[bool] `body:"notify,nullable"`
}

func (p *waitlistCreate) check(wrong *problems) {
	if p.Email != "" {
		checkForm(world.Email, p.Email, wrong)
	}
}

// enlist answers with the entry that is there, where there is one.
func (a *API) enlist(p waitlistCreate) (any, error) {
	if before := a.w.Waitlist.ByEmail.Get(strings.ToLower(p.Email)); before != nil {
		return a.viewWaitlistEntry(before), nil
	}
	now := a.w.Now()
	e := world.WaitlistEntry{ID: a.w.ID("wle"), Email: p.Email, Status: world.Pending, CreatedAt: now, UpdatedAt: now}
	return a.viewWaitlistEntry(&e), a.w.Waitlist.Put(e)
}

// maxWaitlist is how many entries one request makes (Clerk: CreateBulkWaitlistEntries).
const maxWaitlist = 50

func (a *API) enlistMany(_ Call, all []waitlistCreate) (any, error) {
	if err := atMost(len(all), maxWaitlist); err != nil {
		return nil, err
	}
	views, seen := []any{}, map[string]bool{}
	for _, p := range all {
		if key := strings.ToLower(p.Email); seen[key] {
			return nil, refusal.Newf(http.StatusBadRequest, "duplicate_record", "There twice", "The body has %.80q twice.", p.Email)
		}
		seen[strings.ToLower(p.Email)] = true
		view, err := a.enlist(p)
		if err != nil {
			return nil, err
		}
		views = append(views, view)
	}
	return views, nil
}

type waitlistList struct {
	window
	Query  string      `query:"query"`
	Status Opt[string] `query:"status" oneof:"pending invited completed rejected"`
	Order  Order       `query:"order_by" default:"-created_at" oneof:"created_at email_address invited_at"`
}

func (a *API) listWaitlist(_ Call, p waitlistList) (any, error) {
	var f filter[world.WaitlistEntry]
	if p.Status.Set {
		f.when(func(e *world.WaitlistEntry) bool { return string(a.waitlistStatus(e)) == p.Status.Value })
	}
	if text := strings.ToLower(p.Query); text != "" {
		f.when(func(e *world.WaitlistEntry) bool { return contains(text, e.Email, e.ID) })
	}
	return paged(source[world.WaitlistEntry]{a.w.Waitlist.Rows(), f.keep(), map[string]func(*world.WaitlistEntry) table.Rank{
		"email_address": func(e *world.WaitlistEntry) table.Rank { return table.ByText(e.Email) },
		"invited_at":    func(e *world.WaitlistEntry) table.Rank { return table.ByTime(e.InvitedAt) },
	}}, p.Order, p.window, a.viewWaitlistEntry), nil
}

// waitlistStatus returns the status of an entry: who was invited and has an account has completed the way.
func (a *API) waitlistStatus(e *world.WaitlistEntry) world.Status {
	if e.Status == world.Invited && a.w.Identifications.Find(world.Email, e.Email) != nil {
		return world.Completed
	}
	return e.Status
}

// waiting returns the entry in the path, which must have one of the statuses.
func (a *API) waiting(c Call, code string, statuses ...world.Status) (*world.WaitlistEntry, error) {
	e, err := found(a.w.Waitlist.Table, "waitlist entry", c.id("waitlist_entry_id"))
	if err != nil {
		return nil, err
	}
	is := a.waitlistStatus(e)
	for _, status := range statuses {
		if is == status {
			return e, nil
		}
	}
	return nil, refusal.Newf(http.StatusConflict, code, "Not possible any more", "The waitlist entry is %s.", is)
}

func (a *API) deleteWaitlistEntry(c Call, _ none) (any, error) {
	e, err := a.waiting(c, "waitlist_entry_not_pending", world.Pending)
	if err != nil {
		return nil, err
	}
	a.w.Waitlist.Delete(e.ID)
	return deleted("waitlist_entry", e.ID), nil
}

type waitlistInvite struct {
	IgnoreExisting Opt[bool] `body:"ignore_existing,nullable"`
}

// inviteFromWaitlist invites, once more with ignore_existing.
func (a *API) inviteFromWaitlist(c Call, p waitlistInvite) (any, error) {
	statuses := []world.Status{world.Pending, world.Rejected}
	if p.IgnoreExisting.Value {
		statuses = append(statuses, world.Invited)
	}
	before, err := a.waiting(c, "waitlist_entry_already_invited", statuses...)
	if err != nil {
		return nil, err
	}
	made, err := a.invite(invitationCreate{Email: before.Email, IgnoreExisting: p.IgnoreExisting})
	if err != nil {
		return nil, err
	}
	e := *before
	e.Status, e.InvitedAt, e.UpdatedAt = world.Invited, a.w.Now(), a.w.Now()
	if view, ok := made.(invitationView); ok {
		e.InvitationID = view.ID
	}
	return a.viewWaitlistEntry(&e), a.w.Waitlist.Put(e)
}

func (a *API) rejectFromWaitlist(c Call, _ none) (any, error) {
	before, err := a.waiting(c, "waitlist_entry_not_pending", world.Pending)
	if err != nil {
		return nil, err
	}
	e := *before
	e.Status, e.UpdatedAt = world.Rejected, a.w.Now()
	return a.viewWaitlistEntry(&e), a.w.Waitlist.Put(e)
}

// A waitlistView is an entry in an answer.
type waitlistView struct {
	Object     string          `json:"object"`
	ID         string          `json:"id"`
	Email      string          `json:"email_address"`
	Status     world.Status    `json:"status"`
	IsLocked   bool            `json:"is_locked"`
	CreatedAt  int64           `json:"created_at"`
	UpdatedAt  int64           `json:"updated_at"`
	Invitation *invitationView `json:"invitation"`
}

func (a *API) viewWaitlistEntry(e *world.WaitlistEntry) waitlistView {
	v := waitlistView{
		Object: "waitlist_entry", ID: e.ID, Email: e.Email, Status: a.waitlistStatus(e), CreatedAt: e.CreatedAt.UnixMilli(),
		UpdatedAt: e.UpdatedAt.UnixMilli(),
	}
	if i := a.w.Invitations.Get(e.InvitationID); i != nil {
		invitation := a.viewInvitation(i)
		v.Invitation = &invitation
	}
	return v
}

// waitlistEvent is the event of a change, "" for none: nothing is told of deletions.
func waitlistEvent(before, after *world.WaitlistEntry) string {
	if after == nil {
		return ""
	}
	return world.Lifecycle[world.WaitlistEntry]("waitlistEntry")(before, after)
}
