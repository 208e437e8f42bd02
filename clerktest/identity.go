package clerktest

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/internal/testidentity"
)

// An Identity is a caller who is signed in, for tests to which signatures do not matter. The zero Identity is a user with
// a personal account who has just signed in.
type Identity struct {
	// UserID is the user's id. Default: "user_test".
	UserID string
	// SessionID is the id of the session. Default: "sess_test".
	SessionID string

	// OrgID is the id of the active organization. Default: "org_test" if one of the other Org fields is set, and else none:
	// a personal account.
	OrgID string
	// OrgSlug is the slug of the active organization.
	OrgSlug string
	// OrgRole is the user's role there; the prefix "org:" may be left out.
	OrgRole string
	// OrgPermissions are the user's permissions there, of the form org:feature:permission; the prefix "org:" may be left
	// out. System permissions ("org:sys_…") are left out, as they are of tokens.
	OrgPermissions []string

	// Features and Plans are named with their scope: "o:audit" of the organization, "u:pro" of the user, "uo:export" of
	// both. The features that OrgPermissions belong to need not be repeated.
	Features, Plans []string

	// FactorAges tells how long ago each factor was proven. Default: the first just now, the second never.
	FactorAges *authobject.FactorAges
	// Actor is the id of who acts in the user's name. Default: nobody.
	Actor string
	// Claims are further claims, or replace those that the other fields make. A time.Time becomes seconds since 1970.
	Claims map[string]any

	// Pending says that the user still owes a task. Such a caller counts as signed out, with the reason session-pending,
	// below any middleware but one that lets pending sessions through.
	Pending bool
}

// As returns a copy of r whose caller is id: for Usher's middleware and for handlers that no middleware is mounted above,
// whatever instance they belong to. Credentials that r carries are not in the copy. A token that is put into the copy
// afterwards goes before id.
//
// An Identity that no claims can hold, such as a permission in another form, is a mistake in the test, and As panics.
func As(r *http.Request, id Identity) *http.Request {
	out := r.WithContext(Context(r.Context(), id))
	if out.Header.Get("Authorization") != "" {
		out.Header = out.Header.Clone()
		out.Header.Del("Authorization")
	}
	return out
}

// Context returns a context whose caller is id, as [As] has it.
func Context(ctx context.Context, id Identity) context.Context {
	auth := id.mustAuth()
	return authobject.NewContext(testidentity.With(ctx, auth), auth.Settled())
}

// Auth returns what a handler finds out about the caller id. It panics where [As] does.
func Auth(id Identity) *authobject.Auth { return id.mustAuth().Settled() }

func (id Identity) mustAuth() *authobject.Auth {
	auth, err := id.auth()
	if err != nil {
		panic("clerktest: Identity: " + err.Error())
	}
	return auth
}

// identityIssuer is the issuer of identities, which belong to no instance.
const identityIssuer = "https://clerk.example.com"

func (id Identity) auth() (*authobject.Auth, error) {
	p := profile{
		userID: cmp.Or(id.UserID, "user_test"), sessionID: cmp.Or(id.SessionID, "sess_test"),
		features: id.Features, plans: id.Plans, actor: id.Actor, pending: id.Pending,
		ages: authobject.FactorAges{First: 0, Second: -1},
	}
	if id.FactorAges != nil {
		p.ages = *id.FactorAges
	}
	for _, entries := range [][]string{id.Features, id.Plans} {
		if err := scoped(entries); err != nil {
			return nil, err
		}
	}
	permissions, err := fullPermissions(id.OrgPermissions)
	if err != nil {
		return nil, err
	}
	if id.OrgID != "" || id.OrgSlug != "" || id.OrgRole != "" || len(permissions) > 0 {
		p.org = &membership{orgID: cmp.Or(id.OrgID, "org_test"), slug: id.OrgSlug, role: id.OrgRole, permissions: permissions}
	}
	now := time.Now()
	claims := p.claims(2, identityIssuer, randomText(), period{now, now.Add(-notBeforeLead), now.Add(time.Minute)})
	var edits []edit
	for name, value := range id.Claims {
		edits = add(edits, edit{name: name, value: value})
	}
	body, err := payload(claims, edits)
	if err != nil {
		return nil, fmt.Errorf("the Claims are no JSON: %w", err)
	}
	return authobject.FromClaims(body, "")
}
