package backendapi

import (
	"net/http"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// The allow-list and the block-list say who may sign up, once PATCH /instance/restrictions has put them on. This API creates
// whomever it is asked to, whatever is on them, as Clerk's does.

func (a *API) allowlist() []Operation {
	return []Operation{
		read("GET /allowlist_identifiers", a.listAllowed),
		write("POST /allowlist_identifiers", a.allow),
		write("DELETE /allowlist_identifiers/{identifier_id}", func(c Call, _ none) (any, error) {
			return a.unlist(c, a.w.Allowlist.Table, "allowlist_identifier")
		}),
	}
}

func (a *API) blocklist() []Operation {
	return []Operation{
		read("GET /blocklist_identifiers", func(Call, none) (any, error) {
			return paged(source[world.Listed]{rows: a.w.Blocklist.Rows()}, newest, window{}, func(l *world.Listed) listedView {
				return a.viewListed("blocklist_identifier", l)
			}), nil
		}),
		write("POST /blocklist_identifiers", a.block),
		write("DELETE /blocklist_identifiers/{identifier_id}", func(c Call, _ none) (any, error) {
			return a.unlist(c, a.w.Blocklist.Table, "blocklist_identifier")
		}),
	}
}

// kindOfListed returns what an identifier is: *@example.com is all addresses of a domain.
func kindOfListed(text string) (world.Kind, bool) {
	if domain, wild := strings.CutPrefix(text, "*@"); wild {
		return world.Email, wellFormed(world.Email, "x@"+domain)
	}
	for _, kind := range []world.Kind{world.Email, world.Phone, world.Wallet} {
		if wellFormed(kind, text) {
			return kind, true
		}
	}
	return "", false
}

func checkListed(text string, wrong *problems) {
	if _, ok := kindOfListed(text); text != "" && !ok {
		wrong.add(refusal.About("identifier", "form_param_format_invalid", "is invalid",
			"is malformed: %.80q; it must be an email address, all of a domain as in *@example.com, a phone number by E.164, or a wallet.", text))
	}
}

func (a *API) newListed(prefix, text string) world.Listed {
	kind, _ := kindOfListed(text)
	now := a.w.Now()
	return world.Listed{ID: a.w.ID(prefix), Value: strings.ToLower(text), Kind: kind, CreatedAt: now, UpdatedAt: now}
}

// listedAlready refuses an identifier that a list has.
func listedAlready(l world.List, value string) error {
	if l.ByValue.Get(value) == nil {
		return nil
	}
	return refusal.Newf(http.StatusBadRequest, "duplicate_record", "Listed already", "The list has %.80q already.", value)
}

type allowParams struct {
	Identifier string `body:"identifier,required"`
	Notify     bool   `body:"notify"`
}

func (p *allowParams) check(wrong *problems) { checkListed(p.Identifier, wrong) }

// allow puts somebody on the allow-list, and with notify invites them. Nobody gets mail.
func (a *API) allow(_ Call, p allowParams) (any, error) {
	l := a.newListed("alid", p.Identifier)
	if err := listedAlready(a.w.Allowlist, l.Value); err != nil {
		return nil, err
	}
	if p.Notify && l.Kind == world.Email && !strings.HasPrefix(l.Value, "*") {
		invited, err := a.invite(invitationCreate{Email: l.Value})
		if err != nil {
			return nil, err
		}
		if view, ok := invited.(invitationView); ok {
			l.InvitationID = view.ID
		}
	}
	return a.viewListed("allowlist_identifier", &l), a.w.Allowlist.Put(l)
}

type blockParams struct {
	Identifier string `body:"identifier,required"`
}

func (p *blockParams) check(wrong *problems) { checkListed(p.Identifier, wrong) }

func (a *API) block(_ Call, p blockParams) (any, error) {
	l := a.newListed("blid", p.Identifier)
	if err := listedAlready(a.w.Blocklist, l.Value); err != nil {
		return nil, err
	}
	return a.viewListed("blocklist_identifier", &l), a.w.Blocklist.Put(l)
}

// A barePage is the params of a list that is an array without paginated.
type barePage struct {
	window
	Paginated bool `query:"paginated"`
}

func (a *API) listAllowed(_ Call, p barePage) (any, error) {
	views, total := list(source[world.Listed]{a.w.Allowlist.Rows(), nil, nil}, newest, p.window, func(l *world.Listed) listedView {
		return a.viewListed("allowlist_identifier", l)
	})
	return bareOrPaged(p.Paginated, views, total), nil
}

func (a *API) unlist(c Call, t *table.Table[world.Listed], object string) (any, error) {
	l, err := found(t, "identifier", c.id("identifier_id"))
	if err != nil {
		return nil, err
	}
	t.Delete(l.ID)
	return deleted(object, l.ID), nil
}

// A listedView is an entry of one of the lists in an answer.
type listedView struct {
	Object         string     `json:"object"`
	ID             string     `json:"id"`
	InvitationID   string     `json:"invitation_id,omitempty"`
	Identifier     string     `json:"identifier"`
	IdentifierType world.Kind `json:"identifier_type"`
	InstanceID     string     `json:"instance_id"`
	CreatedAt      int64      `json:"created_at"`
	UpdatedAt      int64      `json:"updated_at"`
}

func (a *API) viewListed(object string, l *world.Listed) listedView {
	return listedView{object, l.ID, l.InvitationID, l.Value, l.Kind, a.Instance().ID, l.CreatedAt.UnixMilli(), l.UpdatedAt.UnixMilli()}
}
