package clerktest_test

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
)

func TestAllUsersComePageByPage(t *testing.T) {
	const many = 1203
	ck := clerktest.New(t, clerktest.Config{Now: atMoment}) // all are created at the same moment
	var oldest []string
	for i := range many {
		oldest = append(oldest, ck.AddUser(clerktest.User{ID: fmt.Sprintf("user_%04d", i), FirstName: strconv.Itoa(i % 7)}).ID)
	}
	newest := slices.Clone(oldest)
	slices.Reverse(newest)
	client := newBackend(t, ck)
	for _, row := range []struct {
		name   string
		params backend.UserListParams
		want   []string
	}{
		{"by cursor, the newest first", backend.UserListParams{}, newest},
		{"by cursor, the oldest first", backend.UserListParams{OrderBy: "+created_at", Limit: 500}, oldest},
		{"by cursor from the middle", backend.UserListParams{StartingAfter: newest[600]}, newest[601:]},
		{"by offset", backend.UserListParams{Offset: 3, Limit: 401}, newest[3:]},
		{"by offset in another order", backend.UserListParams{OrderBy: "updated_at", Limit: 200}, oldest},
	} {
		t.Run(row.name, func(t *testing.T) {
			var got []string
			for user, err := range client.Users.All(t.Context(), &row.params) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, user.ID)
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("got %d users, want %d; the first are %v", len(got), len(row.want), got[:min(3, len(got))])
			}
		})
	}
	if got := must[int](t)(client.Users.Count(t.Context(), nil)); got != many {
		t.Errorf("Count is %d", got)
	}
	page := must[*backend.Page[backend.User]](t)(client.Users.List(t.Context(), nil))
	if len(page.Data) != 10 || page.Data[0].ID != newest[0] {
		t.Errorf("the first page has %d users and begins with %s", len(page.Data), page.Data[0].ID)
	}
	far := must[*backend.Page[backend.User]](t)(client.Users.List(t.Context(), &backend.UserListParams{Offset: 5000}))
	if len(far.Data) != 0 {
		t.Errorf("after the end there are %d users", len(far.Data))
	}
}

// newCrowd adds users a, b and c, who differ in everything, and d, who has nothing.
func newCrowd(t *testing.T) *clerktest.Clerk {
	t.Helper()
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	a := ck.AddUser(clerktest.User{ID: "user_a", FirstName: "Ada", LastName: "Lovelace", Email: "Ada@Example.com", Username: "ada",
		ExternalID: "1", CreatedAt: moment.Add(-3 * time.Hour), LastActiveAt: moment.Add(-time.Hour)})
	b := ck.AddUser(clerktest.User{ID: "user_b", FirstName: "bob", LastName: "Zimmer", Email: "bob@example.org", Phone: "+15550001111",
		ExternalID: "2", CreatedAt: moment.Add(-2 * time.Hour), Banned: true})
	ck.AddUser(clerktest.User{ID: "user_c", FirstName: "Cy", Username: "Cy_5", ExternalID: "-3", CreatedAt: moment.Add(-time.Hour),
		UpdatedAt: moment.Add(time.Hour), LastSignInAt: moment, LastActiveAt: moment})
	ck.AddUser(clerktest.User{ID: "user_d"})
	one, two := ck.AddOrg(clerktest.Org{ID: "org_1"}), ck.AddOrg(clerktest.Org{ID: "org_2"})
	ck.AddMember(one, a, "admin")
	ck.AddMember(one, b, "member")
	ck.AddMember(two, b, "admin")
	return ck
}

func TestUsersAreSelectedAndOrdered(t *testing.T) {
	ck := newCrowd(t)
	client := newBackend(t, ck)
	type params = backend.UserListParams
	for _, row := range []struct {
		name   string
		params params
		want   string
	}{
		{"nothing asked for", params{}, "d c b a"},
		{"ids", params{UserID: []string{"user_a", "+user_c", "user_nobody"}}, "c a"},
		{"ids that nobody has", params{UserID: []string{"user_nobody"}}, ""},
		{"all but some", params{UserID: []string{"-user_a", "-user_d"}}, "c b"},
		{"taken in and left out", params{UserID: []string{"user_a", "user_b", "-user_a"}}, "b"},
		{"external ids", params{ExternalID: []string{"1", "+2"}}, "b a"},
		{"all but an external id", params{ExternalID: []string{"-1"}}, "d c b"},
		{"an external id that begins with a sign", params{ExternalID: []string{"+-3"}}, "c"},
		{"email addresses in any case", params{EmailAddress: []string{"ada@example.COM", "x@example.com"}}, "a"},
		{"phone numbers", params{PhoneNumber: []string{"+15550001111"}}, "b"},
		{"usernames", params{Username: []string{"cy_5"}}, "c"},
		{"wallets", params{Web3Wallet: []string{"0x0"}}, ""},
		{"members", params{OrganizationID: []string{"org_1"}}, "b a"},
		{"members of one and not of the other", params{OrganizationID: []string{"org_1", "-org_2"}}, "a"},
		{"a part of anything", params{Query: "EXAMPLE"}, "b a"},
		{"a part of a name", params{Query: "zim"}, "b"},
		{"a part of an id", params{Query: "user_d"}, "d"},
		{"a part of a phone number", params{PhoneNumberQuery: "555"}, "b"},
		{"a part of an email address", params{EmailAddressQuery: "@EXAMPLE.org"}, "b"},
		{"a part of a username", params{UsernameQuery: "_5"}, "c"},
		{"a part of a first or last name", params{NameQuery: "LOVE"}, "a"},
		{"the banned", params{Banned: backend.Some(true)}, "b"},
		{"the others", params{Banned: backend.Some(false)}, "d c a"},
		{"created before", params{CreatedAtBefore: moment.Add(-2 * time.Hour)}, "a"},
		{"created after", params{CreatedAtAfter: moment.Add(-2 * time.Hour)}, "d c"},
		{"active before, which is nobody who never was", params{LastActiveAtBefore: moment.Add(time.Hour)}, "c a"},
		{"active after", params{LastActiveAtAfter: moment.Add(-time.Hour)}, "c"},
		{"signed in after", params{LastSignInAtAfter: moment.Add(-time.Hour)}, "c"},
		{"signed in before", params{LastSignInAtBefore: moment}, ""},
		{"accounts elsewhere", params{Provider: "oauth_google", ProviderUserID: []string{"1"}}, ""},
		{"several filters", params{OrganizationID: []string{"org_1"}, Banned: backend.Some(true)}, "b"},
		{"the oldest first", params{OrderBy: "created_at"}, "a b c d"},
		{"by change", params{OrderBy: "-updated_at"}, "c d b a"},
		{"by first name, nobody's last", params{OrderBy: "first_name"}, "a b c d"},
		{"by last name downwards, nobody's last", params{OrderBy: "-last_name"}, "b a d c"},
		{"by email address", params{OrderBy: "+email_address"}, "a b c d"},
		{"by username", params{OrderBy: "-username"}, "c a d b"},
		{"by phone number", params{OrderBy: "phone_number"}, "b a c d"},
		{"by wallet", params{OrderBy: "web3wallet"}, "a b c d"},
		{"by activity", params{OrderBy: "-last_active_at"}, "c a d b"},
		{"by sign-in", params{OrderBy: "last_sign_in_at"}, "c a b d"},
		{"a cursor that the filter leaves out", params{StartingAfter: "user_c", Banned: backend.Some(true)}, "b"},
	} {
		t.Run(row.name, func(t *testing.T) {
			page, err := client.Users.List(t.Context(), &row.params)
			if err != nil {
				t.Fatal(err)
			}
			if got := ids(page.Data); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
	since := fmt.Sprintf("/v1/users?last_active_at_since=%d", moment.UnixMilli()) // deprecated, and so not for the client
	if got := send(ck, "GET", since, "").body; !strings.Contains(got, "user_c") || strings.Contains(got, "user_a") {
		t.Errorf("active since: %s", got)
	}
	count := backend.UserCountParams{OrganizationID: []string{"org_1"}, Banned: backend.Some(true)}
	if got := must[int](t)(client.Users.Count(t.Context(), &count)); got != 1 {
		t.Errorf("Count with filters is %d", got)
	}
}

func TestWrongQueriesAreRefused(t *testing.T) {
	ck := newCrowd(t)
	for query, want := range map[string]string{
		"limit=0":                     "form_param_value_invalid(limit)",
		"limit=501":                   "form_param_value_invalid(limit)",
		"limit=ten":                   "form_param_value_invalid(limit)",
		"limit=":                      "form_param_value_invalid(limit)",
		"offset=-1":                   "form_param_value_invalid(offset)",
		"offset=1e9":                  "form_param_value_invalid(offset)",
		"offset=99999999999999999999": "form_param_value_invalid(offset)",
		"order_by=color":              "form_param_value_invalid(order_by)",
		"order_by=-":                  "form_param_value_invalid(order_by)",
		"order_by=+created_at":        "form_param_value_invalid(order_by)", // which is a space
		"banned=1":                    "form_param_value_invalid(banned)",
		"created_at_before=today":     "form_param_value_invalid(created_at_before)",
		"provider=oauth_google":       "form_conditional_param_missing(provider)",
		"provider_user_id=1":          "form_conditional_param_missing(provider)",
		"limit=0&order_by=color":      "form_param_value_invalid(limit) form_param_value_invalid(order_by)",

		"starting_after=user_nobody":                       "form_param_value_invalid(starting_after)",
		"starting_after=user_a&offset=1":                   "form_param_value_invalid(starting_after)",
		"starting_after=user_a&order_by=username":          "form_param_value_invalid(starting_after)",
		strings.Repeat("user_id=u&", 101):                  "form_param_array_size_exceeded(user_id)",
		"query=%zz":                                        "malformed_request_parameters",
		"limit=500&offset=0&color=red":                     "",
		"starting_after=user_a&offset=0":                   "",
		"order_by=%2Bcreated_at&starting_after=user_a":     "",
		"order_by=username&order_by=color":                 "",
		"created_at_after=-1&user_id=-&external_id=%2B":    "",
		"query=" + url.QueryEscape(strings.Repeat("ä", 9)): "",
	} {
		reply := send(ck, "GET", "/v1/users?"+query, "")
		if got := reply.codes(); got != want || (want == "") != (reply.status == 200) || want != "" && want != "malformed_request_parameters" && reply.status != 422 {
			t.Errorf("%.60s: got %d %s, want %s", query, reply.status, got, want)
		}
		if strings.Contains(query, "order_by") || strings.Contains(query, "starting_after") || strings.Contains(query, "limit") ||
			strings.Contains(query, "offset") {
			continue
		}
		if got := send(ck, "GET", "/v1/users/count?"+query, "").codes(); got != want {
			t.Errorf("count %.60s: got %s, want %s", query, got, want)
		}
	}
	if body := send(ck, "GET", "/v1/users?order_by=+created_at", "").body; !strings.Contains(body, "%2B") {
		t.Errorf("it does not say how a plus sign is written: %s", body)
	}
}
