package backend_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
)

func TestThreatP18AnIDNeverLeavesItsSegment(t *testing.T) {
	for _, row := range []struct{ id, path string }{
		{"user_1", "/users/user_1"},
		{"../organizations/org_1", "/users/..%2Forganizations%2Forg_1"},
		{"a/b?c#d", "/users/a%2Fb%3Fc%23d"},
		{"...", "/users/..."},
		{".%2e", "/users/.%252e"},
		{"%2e%2e", "/users/%252e%252e"},
		{`..\..`, `/users/..%5C..`},
		{"a b\r\nHost: evil", "/users/a%20b%0D%0AHost:%20evil"},
		{"é", "/users/%C3%A9"},
		{"\xff", "/users/%FF"},
		{strings.Repeat("a", 512), "/users/" + strings.Repeat("a", 512)},
	} {
		c, asked := newStub(nil)
		_, _ = c.Users.Get(t.Context(), row.id)
		if got := asked.last(t); got.path != row.path || got.query != "" {
			t.Errorf("%q: asked for %s?%s, want %s", row.id, got.path, got.query, row.path)
		}
	}
	for _, id := range []string{"", ".", "..", strings.Repeat("a", 513)} {
		c, asked := newStub(nil)
		user, err := c.Users.Get(t.Context(), id)
		if err == nil || user != nil || len(asked.asked) != 0 || !strings.Contains(err.Error(), "user_id") {
			t.Errorf("%.20q: got %v, error %v, %d requests", id, user, err, len(asked.asked))
		}
		if _, err = c.Users.DeletePasskey(t.Context(), "user_1", id); err == nil || !strings.Contains(err.Error(), "passkey_identification_id") {
			t.Errorf("%.20q as second id: error %v", id, err)
		}
	}
}

func TestQueries(t *testing.T) {
	day := time.Date(2026, 5, 12, 0, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		name   string
		params *backend.UserListParams
		want   string
	}{
		{"nil params ask for nothing", nil, ""},
		{"zero params ask for nothing", &backend.UserListParams{}, ""},
		{"a list repeats its name", &backend.UserListParams{EmailAddress: []string{"a@x", "b@x"}}, "email_address=a%40x&email_address=b%40x"},
		{"an empty list is left out", &backend.UserListParams{EmailAddress: []string{}}, ""},
		{"false is sent", &backend.UserListParams{Banned: backend.Some(false)}, "banned=false"},
		{"null is no value of a query", &backend.UserListParams{Banned: backend.Null[bool]()}, ""},
		{"a plus is escaped", &backend.UserListParams{OrderBy: "+created_at"}, "order_by=%2Bcreated_at"},
		{"times are in milliseconds", &backend.UserListParams{CreatedAtAfter: day}, "created_at_after=1778544000000"},
		{"limit and offset", &backend.UserListParams{Limit: 5, Offset: 10}, "limit=5&offset=10"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(nil)
			_, _ = c.Users.List(t.Context(), row.params)
			if got := asked.last(t).query; got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestAListThatIsJoinedByCommas(t *testing.T) {
	c, asked := newStub(nil)
	_, _ = c.OrganizationDomains.ListForInstance(t.Context(), &backend.OrganizationDomainListForInstanceParams{
		EnrollmentMode: []backend.EnrollmentMode{"manual_invitation", "-enterprise_sso"},
	})
	query, err := url.ParseQuery(asked.last(t).query)
	if got := query["enrollment_mode"]; err != nil || len(got) != 1 || got[0] != "manual_invitation,-enterprise_sso" {
		t.Errorf("got %q, error %v", got, err)
	}
}

func TestBodies(t *testing.T) {
	for _, row := range []struct {
		name string
		call func(*backend.Client)
		want string
		typ  string
	}{
		{
			"nil params are an empty object, never null",
			func(c *backend.Client) { _, _ = c.Users.Create(t.Context(), nil) },
			`{}`, "application/json",
		},
		{
			"a nil list is an empty list",
			func(c *backend.Client) { _, _ = c.Invitations.CreateBulk(t.Context(), nil) },
			`[]`, "application/json",
		},
		{
			"an operation without a body has none, and no type",
			func(c *backend.Client) { _, _ = c.Users.Ban(t.Context(), "user_1") },
			``, "",
		},
		{
			"absent, null and the empty text",
			func(c *backend.Client) {
				_, _ = c.Users.Update(t.Context(), "user_1", &backend.UserUpdateParams{
					FirstName: backend.Null[string](), LastName: backend.Some(""), SkipPasswordChecks: backend.Some(false),
				})
			},
			`{"first_name":null,"last_name":"","skip_password_checks":false}`, "application/json",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(nil)
			row.call(c)
			if got := asked.last(t); got.body != row.want || got.header.Get("Content-Type") != row.typ {
				t.Errorf("got %s of type %q, want %s of type %q", got.body, got.header.Get("Content-Type"), row.want, row.typ)
			}
		})
	}
}

func TestASecretOfAnAnswerIsNotSentRedacted(t *testing.T) {
	c, asked := newStub(nil)
	_, err := c.Users.MergeMetadata(t.Context(), "user_1", &backend.UserMergeMetadataParams{
		PrivateMetadata: backend.JSON(map[string]any{"token": backend.Secret("text")}),
	})
	if err == nil || len(asked.asked) != 0 || !strings.Contains(err.Error(), "string(secret)") {
		t.Errorf("got error %v, %d requests", err, len(asked.asked))
	}
}

func TestABodyCanBeSentAgainByTheTransport(t *testing.T) {
	again := false
	c, err := backend.New(options(), backend.WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		body, err := r.GetBody() // which net/http asks for when a server goes away without having looked at the request
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(body)
		again = string(text) == "{}" && r.ContentLength == 2
		return newAnswer(r, http.StatusOK, `{"id":"user_1"}`), err
	})}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Users.Create(t.Context(), nil); err != nil || !again {
		t.Errorf("error %v, body again %t", err, again)
	}
}

func TestParamsThatCannotBeEncodedMakeNoRequest(t *testing.T) {
	c, asked := newStub(nil)
	_, err := c.Users.MergeMetadata(t.Context(), "user_1", &backend.UserMergeMetadataParams{PublicMetadata: backend.JSON(make(chan int))})
	if err == nil || len(asked.asked) != 0 || !strings.Contains(err.Error(), "cannot be encoded") {
		t.Errorf("got error %v, %d requests", err, len(asked.asked))
	}
}
