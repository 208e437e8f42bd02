package clerktest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
)

func TestAUserFromCreateToDelete(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	users := newBackend(t, ck).Users
	created := must[*backend.User](t)(users.Create(t.Context(), &backend.UserCreateParams{
		EmailAddress: []string{"ada@example.com", "second@example.com"}, PhoneNumber: []string{"+12025550143"},
		EmailAddressIdentificationStatus: []backend.IdentificationStatus{"verified", "reserved"},
		Web3Wallet:                       []string{"0x" + strings.Repeat("a1", 20)}, Username: backend.Some("ada"), ExternalID: backend.Some("42"),
		FirstName: backend.Some("Ada"), Password: backend.Some("correct horse"), TOTPSecret: backend.Some("JBSWY3DPEHPK3PXP"),
		PrivateMetadata: backend.JSON(map[string]any{"crm": 12345678901234567}),
		Banned:          backend.Some(true),
	}))
	u := *created
	if !strings.HasPrefix(u.ID, "user_") || u.Object != "user" || u.FirstName != "Ada" || u.LastName != "" || u.Username != "ada" ||
		u.ExternalID != "42" || !u.CreatedAt.Equal(moment) || !u.UpdatedAt.Equal(moment) || !u.Banned || u.Locked {
		t.Errorf("Create returns %+v", u)
	}
	if len(u.EmailAddresses) != 2 || u.PrimaryEmailAddressID != u.EmailAddresses[0].ID || u.EmailAddresses[0].Verification == nil ||
		!u.EmailAddresses[1].Reserved || u.EmailAddresses[1].Verification != nil {
		t.Errorf("the email addresses are %+v", u.EmailAddresses)
	}
	if len(u.PhoneNumbers) != 1 || u.PrimaryPhoneNumberID != u.PhoneNumbers[0].ID || len(u.Web3Wallets) != 1 ||
		!u.PasswordEnabled || !u.TOTPEnabled || !u.TwoFactorEnabled || !u.MFAEnabledAt.Equal(moment) ||
		!u.CreateOrganizationsLimit.IsNull() || !u.DeleteSelfEnabled {
		t.Errorf("Create returns %+v", u)
	}
	if got := u.PrivateMetadata.String(); got != `{"crm":12345678901234567}` {
		t.Errorf("the private metadata is %s", got)
	}
	if known, ok := ck.User(u.ID); !ok || known.Email != "ada@example.com" || known.Phone != "+12025550143" || !known.Banned {
		t.Errorf("the instance has %+v", known)
	}
	ck.SignIn(clerktest.User{ID: u.ID})

	ck.Advance(time.Hour)
	got := must[*backend.User](t)(users.Update(t.Context(), u.ID, &backend.UserUpdateParams{
		FirstName: backend.Null[string](), LastName: backend.Some("Lovelace"), Username: backend.Some(""), ExternalID: backend.Null[string](),
		DeleteSelfEnabled: backend.Some(false), CreateOrganizationEnabled: backend.Null[bool](),
		LegalAcceptedAt: backend.Some(moment), CreatedAt: backend.Some(moment.Add(-time.Hour)),
	}))
	if got.FirstName != "" || got.LastName != "Lovelace" || got.Username != "" || got.ExternalID != "" || got.DeleteSelfEnabled ||
		!got.CreateOrganizationEnabled || !got.LegalAcceptedAt.Equal(moment) ||
		!got.CreatedAt.Equal(moment.Add(-time.Hour)) || !got.UpdatedAt.Equal(moment.Add(time.Hour)) || !got.LastSignInAt.Equal(moment) {
		t.Errorf("Update returns %+v", got)
	}
	for _, limit := range []string{"3", "null"} {
		reply := send(ck, "PATCH", "/v1/users/"+u.ID, `{"create_organizations_limit":`+limit+`}`)
		if !strings.Contains(reply.body, `"create_organizations_limit":`+limit+`,`) {
			t.Errorf("the limit is not %s: %s", limit, reply.body)
		}
	}
	if got := must[*backend.User](t)(users.Unban(t.Context(), u.ID)); got.Banned {
		t.Error("Unban does not unban")
	}
	if got := must[*backend.User](t)(users.Lock(t.Context(), u.ID)); !got.Locked || got.Banned {
		t.Error("Lock does not lock")
	}
	if got := must[*backend.User](t)(users.Unlock(t.Context(), u.ID)); got.Locked {
		t.Error("Unlock does not unlock")
	}
	if got := must[*backend.User](t)(users.Ban(t.Context(), u.ID)); !got.Banned {
		t.Error("Ban does not ban")
	}

	org := ck.AddOrg(clerktest.Org{})
	ck.AddMember(org, clerktest.User{ID: u.ID}, "member")
	gone := must[*backend.DeletedObject](t)(users.Delete(t.Context(), u.ID))
	if !gone.Deleted || gone.ID != u.ID || gone.Object != "user" {
		t.Errorf("Delete returns %+v", gone)
	}
	if _, ok := ck.User(u.ID); ok {
		t.Error("a deleted user is still there")
	}
	members := must[*backend.Page[backend.OrganizationMembership]](t)(
		newBackend(t, ck).OrganizationMemberships.List(t.Context(), org.ID, nil))
	if len(members.Data) != 0 {
		t.Error("a deleted user is still a member")
	}
	if _, err := users.Create(t.Context(), &backend.UserCreateParams{EmailAddress: []string{"ada@example.com"}}); err != nil {
		t.Errorf("what a deleted user had is not free: %v", err)
	}
}

func TestThePrimaryEmailAddressChanges(t *testing.T) {
	ck := clerktest.New(t)
	users := newBackend(t, ck).Users
	u := must[*backend.User](t)(users.Create(t.Context(), &backend.UserCreateParams{
		EmailAddress:                     []string{"a@example.com", "b@example.com", "c@example.com"},
		EmailAddressIdentificationStatus: []backend.IdentificationStatus{"verified", "verified", "reserved"},
	}))
	b, c := u.EmailAddresses[1].ID, u.EmailAddresses[2].ID
	got := must[*backend.User](t)(users.Update(t.Context(), u.ID, &backend.UserUpdateParams{PrimaryEmailAddressID: backend.Some(b)}))
	known, _ := ck.User(u.ID)
	if got.PrimaryEmailAddressID != b || len(got.EmailAddresses) != 3 || known.Email != "b@example.com" {
		t.Errorf("the primary address is %s, and %s", got.PrimaryEmailAddressID, known.Email)
	}
	for id, code := range map[string]string{c: "form_verification_needed", "idn_nobody": "form_resource_not_found"} {
		_, err := users.Update(t.Context(), u.ID, &backend.UserUpdateParams{PrimaryEmailAddressID: backend.Some(id)})
		if !backend.HasCode(err, code) {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestNoTwoUsersHaveTheSameIdentifier(t *testing.T) {
	ck := clerktest.New(t)
	users := newBackend(t, ck).Users
	taken := ck.AddUser(clerktest.User{Email: "ada@example.com", Phone: "+12025550143", Username: "ada", ExternalID: "Id"})
	bob := ck.AddUser(clerktest.User{Username: "bob"})
	for param, body := range map[string]string{
		"email_address": `{"email_address":["new@example.com","ADA@example.com"]}`,
		"phone_number":  `{"phone_number":["+12025550143"]}`,
		"username":      `{"username":"Ada"}`,
		"external_id":   `{"username":"new","external_id":"Id"}`,
		"web3_wallet":   fmt.Sprintf(`{"web3_wallet":["0x%040d","0x%040d"]}`, 1, 1), // twice
	} {
		reply := send(ck, "POST", "/v1/users", body)
		if want := "form_identifier_exists(" + param + ")"; reply.status != 422 || reply.codes() != want {
			t.Errorf("create: got %d %s, want %s", reply.status, reply.codes(), want)
		}
	}
	for param, body := range map[string]string{"username": `{"username":"ADA"}`, "external_id": `{"external_id":"Id"}`} {
		reply := send(ck, "PATCH", "/v1/users/"+bob.ID, body)
		if want := "form_identifier_exists(" + param + ")"; reply.status != 422 || reply.codes() != want {
			t.Errorf("update: got %d %s, want %s", reply.status, reply.codes(), want)
		}
	}
	// What differs, one's own, and what somebody gave up are free; a refused request leaves nothing behind.
	for id, body := range map[string]string{bob.ID: `{"external_id":"id","username":"Bob"}`, taken.ID: `{"username":"ADA"}`} {
		if reply := send(ck, "PATCH", "/v1/users/"+id, body); reply.status != 200 {
			t.Errorf("%s: %d %s", body, reply.status, reply.codes())
		}
	}
	must[*backend.User](t)(users.Update(t.Context(), taken.ID, &backend.UserUpdateParams{Username: backend.Null[string]()}))
	must[*backend.User](t)(users.Update(t.Context(), bob.ID, &backend.UserUpdateParams{Username: backend.Some("ada")}))
	must[*backend.User](t)(users.Create(t.Context(), &backend.UserCreateParams{EmailAddress: []string{"new@example.com"}}))

	for _, user := range []clerktest.User{{Email: "NEW@example.com"}, {Phone: "+12025550143"}, {Username: "ADA"}, {ExternalID: "Id"}} {
		message := failure(func(tb clerktest.TB) {
			other := clerktest.New(tb)
			other.AddUser(clerktest.User{Email: "new@example.com", Phone: "+12025550143", Username: "ada", ExternalID: "Id"})
			other.AddUser(user)
		})
		if !strings.Contains(message, "AddUser") || !strings.Contains(message, "already") {
			t.Errorf("AddUser(%+v): %q", user, message)
		}
	}
	if message := failure(func(tb clerktest.TB) {
		clerktest.New(tb).AddUser(clerktest.User{UnsafeMetadata: map[string]any{"f": func() {}}})
	}); !strings.Contains(message, "unsafe_metadata is no JSON") {
		t.Errorf("AddUser with metadata that is no JSON: %q", message)
	}
}
