package backend_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
)

func TestUserParamsArriveAsTheyAreSet(t *testing.T) {
	when := time.Date(2012, 10, 20, 7, 15, 20, 902e6, time.UTC)
	for _, row := range []struct {
		name   string
		params *backend.UserUpdateParams
		want   string
	}{
		{"nil params are an empty object", nil, `{}`},
		{"what is absent is not sent", &backend.UserUpdateParams{}, `{}`},
		{"null is sent as null", &backend.UserUpdateParams{FirstName: backend.Null[string]()}, `{"first_name":null}`},
		{"an empty text is sent", &backend.UserUpdateParams{FirstName: backend.Some("")}, `{"first_name":""}`},
		{"false is sent", &backend.UserUpdateParams{SkipPasswordChecks: backend.Some(false)}, `{"skip_password_checks":false}`},
		{"0 is sent", &backend.UserUpdateParams{CreateOrganizationsLimit: backend.Some(0)}, `{"create_organizations_limit":0}`},
		{"a nil list is not sent", &backend.UserUpdateParams{BackupCodes: nil}, `{}`},
		{"an empty list is sent", &backend.UserUpdateParams{BackupCodes: []string{}}, `{"backup_codes":[]}`},
		{"times are RFC 3339", &backend.UserUpdateParams{CreatedAt: backend.Some(when)}, `{"created_at":"2012-10-20T07:15:20.902Z"}`},
		{"a digest goes with its hasher", &backend.UserUpdateParams{
			PasswordDigest: backend.Some("$2a$…"), PasswordHasher: backend.Some(backend.PasswordHasherBcrypt),
		}, `{"password_digest":"$2a$…","password_hasher":"bcrypt"}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(map[string]string{"PATCH /users/user_1": `{"id":"user_1"}`})
			if _, err := c.Users.Update(t.Context(), "user_1", row.params); err != nil {
				t.Fatal(err)
			}
			if got := asked.last(t).body; got != row.want {
				t.Errorf("sent %s, want %s", got, row.want)
			}
		})
	}
}

func TestMetadataIsSentWithItsNulls(t *testing.T) {
	type settings struct {
		Theme *string `json:"theme"`
	}
	for _, row := range []struct {
		name  string
		value any
		want  string
	}{
		{"a null at the top", map[string]any{"gone": nil, "kept": 1}, `{"gone":null,"kept":1}`},
		{"a null further down", map[string]any{"a": map[string]any{"b": map[string]any{"gone": nil}}}, `{"a":{"b":{"gone":null}}}`},
		{"a nil pointer in a struct", settings{}, `{"theme":null}`},
		{"an empty object", struct{}{}, `{}`},
		{"a list", map[string]any{"tags": []string{}}, `{"tags":[]}`},
		{"what an answer held", backend.Metadata(`{"n":9007199254740993}`), `{"n":9007199254740993}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(map[string]string{
				"PATCH /users/user_1/metadata": `{"id":"user_1"}`, "PUT /users/user_1/metadata": `{"id":"user_1"}`,
			})
			merge := &backend.UserMergeMetadataParams{PrivateMetadata: backend.JSON(row.value)}
			if _, err := c.Users.MergeMetadata(t.Context(), "user_1", merge); err != nil {
				t.Fatal(err)
			}
			if got, want := asked.last(t), `{"private_metadata":`+row.want+`}`; got.method != "PATCH" || got.body != want {
				t.Errorf("merged with %s %s, want %s", got.method, got.body, want)
			}
			replace := &backend.UserReplaceMetadataParams{PublicMetadata: backend.JSON(row.value), UnsafeMetadata: backend.JSON(struct{}{})}
			if _, err := c.Users.ReplaceMetadata(t.Context(), "user_1", replace); err != nil {
				t.Fatal(err)
			}
			got, want := asked.last(t), `{"public_metadata":`+row.want+`,"unsafe_metadata":{}}`
			if got.method != "PUT" || got.body != want {
				t.Errorf("replaced by %s %s, want %s", got.method, got.body, want)
			}
		})
	}
}

func TestUserFiltersArriveAsTheyAreSet(t *testing.T) {
	c, asked := newStub(map[string]string{"GET /users": `[]`, "GET /users/count": `{"object":"total_count","total_count":0}`})
	since := time.UnixMilli(1700690400123)
	for _, row := range []struct {
		name   string
		params *backend.UserListParams
		want   string
	}{
		{"a plus is not a space", &backend.UserListParams{OrderBy: "+created_at"}, "order_by=%2Bcreated_at"},
		{"a minus", &backend.UserListParams{OrderBy: "-username"}, "order_by=-username"},
		{"ids to include and exclude", &backend.UserListParams{UserID: []string{"+user_1", "-user_2"}, ExternalID: []string{"-42"}},
			"external_id=-42&user_id=%2Buser_1&user_id=-user_2"},
		{"the phone number's own plus", &backend.UserListParams{PhoneNumber: []string{"+12025550143"}}, "phone_number=%2B12025550143"},
		{"false", &backend.UserListParams{Banned: backend.Some(false)}, "banned=false"},
		{"milliseconds", &backend.UserListParams{LastSignInAtAfter: since}, "last_sign_in_at_after=1700690400123"},
		{"an account at a provider", &backend.UserListParams{Provider: "oauth_google", ProviderUserID: []string{"1", "2"}},
			"provider=oauth_google&provider_user_id=1&provider_user_id=2"},
	} {
		if _, err := c.Users.List(t.Context(), row.params); err != nil {
			t.Fatal(err)
		}
		if got := asked.last(t).query; got != row.want {
			t.Errorf("%s: asked for %s, want %s", row.name, got, row.want)
		}
	}
	params := &backend.UserCountParams{OrganizationID: []string{"-org_1"}, Banned: backend.Some(false)}
	if _, err := c.Users.Count(t.Context(), params); err != nil {
		t.Fatal(err)
	}
	if got := asked.last(t).query; got != "banned=false&organization_id=-org_1" {
		t.Errorf("counted with %s", got)
	}
}

func TestUsersComeByCursorWhereClerkHasOne(t *testing.T) {
	for _, row := range []struct {
		name   string
		params *backend.UserListParams
		cursor bool
		first  string
	}{
		{"nil params", nil, true, ""},
		{"the default order", &backend.UserListParams{Limit: 20}, true, ""},
		{"created_at", &backend.UserListParams{OrderBy: "created_at"}, true, ""},
		{"+created_at", &backend.UserListParams{OrderBy: "+created_at"}, true, ""},
		{"-created_at", &backend.UserListParams{OrderBy: "-created_at"}, true, ""},
		{"a cursor to begin with", &backend.UserListParams{StartingAfter: "id_7"}, true, "id_7"},
		{"another order", &backend.UserListParams{OrderBy: "username"}, false, ""},
		{"another order, descending", &backend.UserListParams{OrderBy: "-last_active_at"}, false, ""},
		{"an offset", &backend.UserListParams{Offset: 3}, false, ""},
		{"an offset in the default order", &backend.UserListParams{Offset: 3, OrderBy: "-created_at"}, false, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			users := &catalogue{n: 250}
			ids := map[string]bool{}
			for user, err := range users.client(t).Users.All(t.Context(), row.params) {
				if err != nil {
					t.Fatal(err)
				}
				ids[user.ID] = true
			}
			if len(users.queries) < 2 || users.queries[0].Get("starting_after") != row.first {
				t.Fatalf("asked for %v", users.queries)
			}
			skipped := 0
			if row.params != nil {
				skipped = row.params.Offset
			}
			if row.first != "" {
				skipped = 7
			}
			if len(ids) != 250-skipped {
				t.Errorf("%d users came, want %d", len(ids), 250-skipped)
			}
			for _, q := range users.queries[1:] {
				if q.Has("starting_after") != row.cursor || q.Has("offset") == row.cursor {
					t.Errorf("by cursor is %t, asked for %v", row.cursor, q)
				}
				if row.params != nil && q.Get("order_by") != row.params.OrderBy {
					t.Errorf("the order has changed: %v", q)
				}
			}
		})
	}
}

func TestWhatCanBeCountedCanBeListed(t *testing.T) {
	list := reflect.TypeFor[backend.UserListParams]()
	for _, filter := range reflect.VisibleFields(reflect.TypeFor[backend.UserCountParams]()) {
		if same, ok := list.FieldByName(filter.Name); !ok || same.Type != filter.Type || same.Tag != filter.Tag {
			t.Errorf("UserListParams.%s is %s %s, and that of the count %s %s", filter.Name, same.Type, same.Tag, filter.Type, filter.Tag)
		}
	}
	count := reflect.TypeFor[backend.UserCountParams]()
	for _, filter := range reflect.VisibleFields(list) {
		switch _, ok := count.FieldByName(filter.Name); filter.Name {
		case "Limit", "Offset", "StartingAfter", "OrderBy":
		default:
			if !ok {
				t.Errorf("UserListParams.%s filters, and nothing counts by it", filter.Name)
			}
		}
	}
}

func TestTheCountOfUsersIsANumber(t *testing.T) {
	for text, want := range map[string]int{
		`{"object":"total_count","total_count":1203}`: 1203,
		`{"object":"total_count","total_count":0}`:    0,
	} {
		if n, err := stub(map[string]string{"GET /users/count": text}).Users.Count(t.Context(), nil); err != nil || n != want {
			t.Errorf("%s: got %d, error %v", text, n, err)
		}
	}
	for _, text := range []string{`{}`, `{"total_count":null}`, `{"total_count":"many"}`, `[]`, ``} {
		_, err := stub(map[string]string{"GET /users/count": text}).Users.Count(t.Context(), nil)
		if !errors.Is(err, backend.ErrBadAnswer) {
			t.Errorf("%q: got error %v", text, err)
		}
	}
	if _, err := stub(nil).Users.Count(t.Context(), nil); !errors.Is(err, backend.ErrNotFound) {
		t.Errorf("got error %v", err)
	}
}

func TestABulkBanAnswersWithUsers(t *testing.T) {
	c, asked := newStub(map[string]string{
		"POST /users/ban":   `[{"id":"user_1","banned":true},{"id":"user_2","banned":true}]`,
		"POST /users/unban": `[{"id":"user_1","banned":false}]`,
	})
	banned, err := c.Users.BanBulk(t.Context(), &backend.UserBanBulkParams{UserIDs: []string{"user_1", "user_2"}})
	if err != nil || len(banned) != 2 || !banned[1].Banned || asked.last(t).body != `{"user_ids":["user_1","user_2"]}` {
		t.Errorf("got %v, error %v", banned, err)
	}
	freed, err := c.Users.UnbanBulk(t.Context(), &backend.UserUnbanBulkParams{UserIDs: []string{"user_1"}})
	if err != nil || len(freed) != 1 || freed[0].Banned {
		t.Errorf("got %v, error %v", freed, err)
	}
}

func TestTokensOfProvidersAreNotPrinted(t *testing.T) {
	c, asked := newStub(map[string]string{"GET /users/user_1/oauth_access_tokens/oauth_google": `{"data":[
		{"object":"oauth_access_token","token":"ya29.private","id_token":"eyJ.private","token_secret":"",
			"expires_at":1700000000000,"scopes":["email"]}
	],"total_count":1}`})
	page, err := c.Users.ListOAuthAccessTokens(t.Context(), "user_1", "oauth_google", nil)
	if err != nil {
		t.Fatal(err)
	}
	got := page.Data[0]
	if string(got.Token) != "ya29.private" || string(got.IDToken) != "eyJ.private" {
		t.Errorf("the tokens did not arrive")
	}
	if text := fmt.Sprintf("%v %+v %#v", got, got, got); strings.Contains(text, "private") {
		t.Errorf("printed: %s", text)
	}
	if got := asked.last(t).query; got != "paginated=true" {
		t.Errorf("asked for %s", got)
	}
}

func TestACreditAdjustmentIsRepeatedOnlyWithItsKey(t *testing.T) {
	for _, row := range []struct {
		name  string
		key   string
		calls int32
	}{
		{"with a key it happens once anyhow", "refund_7", 3},
		{"without a key it might happen twice", "", 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			server := newFaulty(t, answerWith(http.StatusServiceUnavailable, nil, ""))
			_, err := server.client.Users.AdjustBillingCreditBalance(t.Context(), "user_1", &backend.UserAdjustBillingCreditBalanceParams{
				Amount: 500, Action: backend.CreditActionIncrease, IdempotencyKey: row.key,
			})
			if !errors.Is(err, backend.ErrServer) || server.calls.Load() != row.calls {
				t.Errorf("%d calls, error %v", server.calls.Load(), err)
			}
		})
	}
}

func TestUserIDsAreEscaped(t *testing.T) {
	c, asked := newStub(nil)
	_, _ = c.Users.DeletePasskey(t.Context(), "user/1", "../2?x=y")
	want := "/users/" + url.PathEscape("user/1") + "/passkeys/" + url.PathEscape("../2?x=y")
	if got := asked.last(t).path; got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
	if _, err := c.Users.ListOAuthAccessTokens(t.Context(), "user_1", "..", nil); err == nil {
		t.Error("a provider named .. was taken")
	}
	if len(asked.asked) != 1 {
		t.Errorf("made %d requests", len(asked.asked))
	}
}
