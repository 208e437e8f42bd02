package backendapi

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

func TestCredentialsOfAUser(t *testing.T) {
	b := newBench(t)
	b.now = time.Unix(59, 0)
	// The secret, the moment and the code are those of RFC 6238, appendix B.
	b.refusals(t, []refusalRow{
		{"POST /users", `{"username":"x","totp_secret":"not base32"}`, 422, "invalid_totp_secret_code(totp_secret)"},
		{"POST /users", `{"username":"+12025550143"}`, 422, "form_username_cannot_be_phone_number(username)"},
	})
	ada := b.make(t, "POST /users", `{"username":"ada","password":"correct horse","totp_secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","backup_codes":["one"]}`)
	bob := b.make(t, "POST /users", `{"username":"bob"}`)
	one := "POST /users/" + ada
	b.refusals(t, []refusalRow{
		{one + "/verify_password", `{"password":"correct horse"}`, 200, ""},
		{one + "/verify_password", `{"password":"horse"}`, 422, "incorrect_password(password)"},
		{one + "/verify_password", `{}`, 422, "form_param_missing(password)"},
		{"POST /users/" + bob + "/verify_password", `{"password":"x"}`, 400, "no_password_set"},
		{"POST /users/user_x/verify_password", `{"password":"x"}`, 404, "resource_not_found"},
		{one + "/verify_totp", `{"code":"287082"}`, 200, ""},
		{one + "/verify_totp", `{"code":"287083"}`, 422, "totp_incorrect_code"},
		{one + "/verify_totp", `{"code":"one"}`, 200, ""},
		{one + "/verify_totp", `{"code":"one"}`, 422, "totp_incorrect_code"},
		{"POST /users/" + bob + "/verify_totp", `{"code":"one"}`, 400, "totp_disabled"},
	})
	if got := b.ask("DELETE /users/"+ada+"/mfa", ""); got.object["user_id"] != ada {
		t.Errorf("mfa: %s", got.body)
	}
	if u := b.w.Users.Get(ada); u.TOTPSecret != "" || u.MFADisabledAt.IsZero() || !u.MFAEnabledAt.IsZero() {
		t.Errorf("the second factors are still there: %+v", u)
	}
	b.signIn(t, ada, bob)
	b.events = nil
	b.ask("POST /users/"+bob+"/remove_password", "")
	if len(b.events) != 0 {
		t.Errorf("removing no password is told: %q", b.events)
	}
	if got := b.ask(one+"/remove_password", `{"sign_out_of_other_sessions":true}`); got.object["password_enabled"] != false ||
		!slices.Equal(b.ended(), []string{ada}) || !slices.Equal(b.events, []string{"session.revoked", "user.updated"}) {
		t.Errorf("%s; ended %q, told %q", got.body, b.ended(), b.events)
	}
}

func TestABanEndsSessions(t *testing.T) {
	b := newBench(t)
	ada, bob := b.make(t, "POST /users", `{"username":"ada"}`), b.make(t, "POST /users", `{"username":"bob"}`)
	b.signIn(t, ada, bob)
	b.refusals(t, []refusalRow{
		{"POST /users/ban", `{"user_ids":["` + ada + `","user_x"]}`, 422, "form_resource_not_found(user_ids)"},
		{"POST /users/ban", `{"user_ids":[` + strings.TrimSuffix(strings.Repeat(`"x",`, 51), ",") + `]}`, 422, "form_param_array_size_exceeded(user_ids)"},
	})
	if b.w.Users.Get(ada).Banned || len(b.ended()) != 0 {
		t.Error("a refused ban banned somebody")
	}
	b.ask("POST /users/ban", `{"user_ids":["`+ada+`","`+bob+`"]}`)
	if !b.w.Users.Get(ada).Banned || !b.w.Users.Get(bob).Banned || !slices.Equal(b.ended(), []string{ada, bob}) {
		t.Errorf("the ban ended the sessions of %q", b.ended())
	}
	b.ask("POST /users/unban", `{"user_ids":["`+ada+`"]}`)
	if b.w.Users.Get(ada).Banned || !b.w.Users.Get(bob).Banned {
		t.Error("the wrong ones are banned")
	}
}

// BenchmarkScale is an instance with 10,000 users, 1,000 organizations and 50,000 memberships.
func BenchmarkScale(b *testing.B) {
	seed := func() *bench {
		s := newBench(b)
		if err := s.w.Update(func() error {
			for i := range 10_000 {
				id := fmt.Sprintf("user_%05d", i)
				u := world.User{ID: id, Username: id, FirstName: fmt.Sprint(i * 7919 % 10_000), CreatedAt: moment.Add(time.Duration(i) * time.Second)}
				if err := s.w.Users.Put(u); err != nil {
					return err
				}
				if _, err := s.w.Identify(world.Identification{
					UserID: id, Kind: world.Email, Value: id + "@example.com", State: world.Verified, Strategy: "admin",
				}, false); err != nil {
					return err
				}
			}
			for i := range 1000 {
				o := world.Organization{ID: fmt.Sprintf("org_%04d", i), Name: fmt.Sprint(i), Slug: fmt.Sprint("s", i), CreatedAt: moment}
				if err := s.w.Organizations.Put(o); err != nil {
					return err
				}
				for j := range 50 {
					m := world.Membership{ID: s.w.ID("orgmem"), OrgID: o.ID, UserID: fmt.Sprintf("user_%05d", (i*50+j)%10_000), Role: world.Admin, CreatedAt: moment}
					if err := s.w.Memberships.Put(m); err != nil {
						return err
					}
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		return s
	}
	b.Run("seed", func(b *testing.B) {
		for b.Loop() {
			seed()
		}
	})
	s := seed()
	for _, path := range []string{
		"/users", "/users?limit=100&offset=5000", "/users?order_by=first_name", "/users?order_by=email_address", "/users?query=9999",
		"/users?organization_id=org_0001", "/users?starting_after=user_05000", "/users/count",
		"/organizations?order_by=members_count&include_members_count=true", "/organizations?query=99",
		"/organization_memberships", "/organization_memberships?order_by=email_address", "/organizations/org_0007/memberships?query=user",
	} {
		s.ask("GET "+path, "") // the first one of an order builds it
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				if got := s.ask("GET "+path, ""); got.status != 200 {
					b.Fatal(got.body)
				}
			}
		})
	}
}

func TestListsFollowWhatTheyAreOrderedBy(t *testing.T) {
	b := newBench(t)
	ids := map[string]string{}
	for _, name := range []string{"b", "a", "c"} {
		ids[name] = b.make(t, "POST /users", `{"username":"`+name+`","email_address":["`+name+`@example.com"]}`)
	}
	org := b.make(t, "POST /organizations", `{"name":"Acme"}`)
	for _, id := range ids {
		b.make(t, "POST /organizations/"+org+"/memberships", `{"user_id":"`+id+`","role":"org:member"}`)
	}
	order := func(path string) string {
		body := b.ask("GET "+path+"?order_by=-email_address", "").body
		at := func(id string) int { return strings.Index(body, id) }
		names := slices.Collect(maps.Keys(ids))
		slices.SortFunc(names, func(x, y string) int { return at(ids[x]) - at(ids[y]) })
		return strings.Join(names, "")
	}
	for _, step := range []struct{ name, request, body, want string }{
		{"as they are", "", "", "cba"},
		{"one replaces the address", "PUT /users/" + ids["c"] + "/email_address", `{"email_address":"0@example.com"}`, "bac"},
		{"a change that is refused", "PUT /users/" + ids["a"] + "/email_address", `{"email_address":"b@example.com"}`, "bac"},
		{"one is deleted and comes back without an address, last", "DELETE /email_addresses/" + fmt.Sprint(b.w.Users.Get(ids["b"]).PrimaryEmailID), "", "acb"},
	} {
		if step.request != "" {
			b.ask(step.request, step.body)
		}
		for _, path := range []string{"/users", "/organization_memberships"} {
			if got := order(path); got != step.want {
				t.Errorf("%s: %s lists %s, want %s", step.name, path, got, step.want)
			}
		}
	}
}

func TestUsernamesAreOfTheLengthThatTheInstanceAsksFor(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"a"}`)
	longest := strings.Repeat("ä", MaxUsername)
	b.least = 4
	b.refusals(t, []refusalRow{
		{"POST /users", `{"username":"bob"}`, 422, "form_username_invalid_length(username)"},
		{"POST /users", `{"username":"` + longest + `x"}`, 422, "form_username_invalid_length(username)"},
		{"POST /users", `{"username":"` + longest + `"}`, 200, ""},
		{"PATCH /users/" + ada, `{"username":"bob"}`, 422, "form_username_invalid_length(username)"},
		{"PATCH /users/" + ada, `{"username":"+12025550143"}`, 422, "form_username_cannot_be_phone_number(username)"},
		{"PATCH /users/" + ada, `{"first_name":"Ada"}`, 200, ""},
		{"PATCH /users/" + ada, `{"username":"adal"}`, 200, ""},
		{"PATCH /users/" + ada, `{"username":null}`, 200, ""},
	})
}
