package clerktest_test

import (
	"net/url"
	"testing"

	"github.com/usher-auth/usher/clerktest"
)

// A returning user is one who signs in anew, in a browser that nobody has used.
type returning struct {
	*page
	session string
	active  string
}

func comeBack(t *testing.T, ck *clerktest.Clerk) returning {
	t.Helper()
	p := newPage(t, ck)
	begun := p.post("/v1/client/sign_ins", 200, "identifier", "ada@example.com", "strategy", "email_code")
	done := p.post("/v1/client/sign_ins/"+begun.Response.ID+"/attempt_first_factor", 200, "strategy", "email_code", "code", "424242")
	return returning{p, done.Response.CreatedSessionID, done.activeOrg()}
}

// activeOrg returns the active organization of the only session of a client, "" for none.
func (o outcome) activeOrg() string {
	if org := o.Client.Sessions[0].LastActiveOrg; org != nil {
		return *org
	}
	return ""
}

func TestASessionBeginsInTheOrganizationThatItsUserWasLastActiveIn(t *testing.T) {
	type scene struct {
		*testing.T
		ck    *clerktest.Clerk
		first returning
	}
	touch := func(s scene, org string) {
		s.first.post("/v1/client/sessions/"+s.first.session+"/touch", 200, "active_organization_id", org)
	}
	api := func(s scene, method, path, body string) {
		if got := send(s.ck, method, path, body); got.status != 200 {
			s.Fatalf("%s %s is answered %d: %s", method, path, got.status, got.body)
		}
	}
	for _, row := range []struct {
		name, want string
		happens    func(s scene)
	}{
		{"nowhere at first", "", func(scene) {}},
		{"where they went", "org_acme", func(s scene) { touch(s, "org_acme") }},
		{"where they went last", "org_bolt", func(s scene) { touch(s, "org_acme"); touch(s, "org_bolt") }},
		{"in their personal account, once they have gone there", "", func(s scene) { touch(s, "org_acme"); touch(s, "") }},
		{"where the Backend API had them", "org_acme", func(s scene) {
			api(s, "POST", "/v1/sessions", `{"user_id":"user_ada","active_organization_id":"org_acme"}`)
		}},
		{"nowhere, after they have left", "", func(s scene) {
			touch(s, "org_acme")
			s.first.post("/v1/me/organization_memberships/org_acme?_method=DELETE", 200)
		}},
		{"nowhere, after they were taken out, and came back", "", func(s scene) {
			touch(s, "org_acme")
			api(s, "DELETE", "/v1/organizations/org_acme/memberships/user_ada", "")
			api(s, "POST", "/v1/organizations/org_acme/memberships", `{"user_id":"user_ada","role":"org:member"}`)
		}},
		{"where they were, after they have left another", "org_acme", func(s scene) {
			touch(s, "org_bolt")
			touch(s, "org_acme")
			api(s, "DELETE", "/v1/organizations/org_bolt/memberships/user_ada", "")
		}},
		{"nowhere, after it was deleted", "", func(s scene) {
			touch(s, "org_acme")
			api(s, "DELETE", "/v1/organizations/org_acme", "")
		}},
		{"nowhere, where organizations are off", "", func(s scene) {
			touch(s, "org_acme")
			api(s, "PATCH", "/v1/instance/organization_settings", `{"enabled":false}`)
		}},
		{"where they were, after a snapshot", "org_acme", func(s scene) {
			touch(s, "org_acme")
			state := s.ck.Snapshot()
			touch(s, "org_bolt")
			if err := s.ck.Restore(state); err != nil {
				s.Fatal(err)
			}
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			ck := clerktest.New(t)
			ada := ck.AddUser(clerktest.User{ID: "user_ada", Email: "ada@example.com"})
			for _, slug := range []string{"acme", "bolt"} {
				ck.AddMember(ck.AddOrg(clerktest.Org{ID: "org_" + slug, Slug: slug}), ada, "org:member")
			}
			row.happens(scene{t, ck, comeBack(t, ck)})
			if got := comeBack(t, ck).active; got != row.want {
				t.Errorf("a new session begins in %q, not %q", got, row.want)
			}
			var made struct {
				Org *string `json:"last_active_organization_id"`
			}
			newPage(t, ck).decode(pageAnswer{200, nil, send(ck, "POST", "/v1/sessions", `{"user_id":"user_ada"}`).body}, 200, &made)
			if got := made.Org; (got == nil) != (row.want == "") || got != nil && *got != row.want {
				t.Errorf("one that the Backend API makes begins in %v, not %q", got, row.want)
			}
		})
	}
}

func TestWhoComesBackToAnOrganizationIsNotActiveThereAtOnce(t *testing.T) {
	ck := clerktest.New(t)
	ada := ck.AddUser(clerktest.User{ID: "user_ada", Email: "ada@example.com"})
	acme := ck.AddOrg(clerktest.Org{ID: "org_acme", Slug: "acme"})
	ck.AddMember(acme, ada, "org:member")
	p := comeBack(t, ck)
	touch := "/v1/client/sessions/" + p.session + "/touch"
	p.post(touch, 200, "active_organization_id", acme.ID)
	p.post("/v1/me/organization_memberships/org_acme?_method=DELETE", 200)
	ck.AddMember(acme, ada, "org:member")
	if got := p.post(touch, 200).activeOrg(); got != "" {
		t.Errorf("the session is in %q again", got)
	}
}

func TestThePortalAndTicketsKnowTheLastOrganizationToo(t *testing.T) {
	const origin = "http://localhost:3000"
	n := newTown(t)
	if got := send(n.ck, "POST", "/v1/sessions", `{"user_id":"user_ada","active_organization_id":"org_1"}`); got.status != 200 {
		t.Fatal(got.body)
	}
	portal := n.ck.Browser().Serve(origin, newShop(t, n.ck, origin)).SignIn(n.ada, origin+"/a")
	wantPage(t, portal, origin+"/a", "user_ada org_1 "+origin)
	address := ask(t, n.ck, "POST /sign_in_tokens", `{"user_id":"user_ada"}`, "url")
	ticket := n.ck.Browser().Serve(origin, newShop(t, n.ck, origin)).Open(address + "&redirect_url=" + url.QueryEscape(origin+"/a"))
	wantPage(t, ticket, origin+"/a", "user_ada org_1 "+origin)
}
