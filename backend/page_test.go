package backend_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

// A catalogue is a transport with a list of n items behind it, which it pages in the way of the endpoint.
type catalogue struct {
	n       int
	counted bool
	queries []url.Values
}

func (c *catalogue) RoundTrip(r *http.Request) (*http.Response, error) {
	q := r.URL.Query()
	c.queries = append(c.queries, q)
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil {
		return nil, err
	}
	first, _ := strconv.Atoi(q.Get("offset"))
	if after := q.Get("starting_after"); after != "" {
		if q.Has("offset") {
			return nil, errors.New("cursor and offset together")
		}
		if first, err = strconv.Atoi(strings.TrimPrefix(after, "id_")); err != nil {
			return nil, err
		}
	}
	items := []map[string]string{}
	for i := first + 1; i <= min(first+limit, c.n); i++ {
		items = append(items, map[string]string{"id": fmt.Sprintf("id_%d", i)})
	}
	var body any = items
	if c.counted {
		body = map[string]any{"data": items, "total_count": c.n}
	}
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return newAnswer(r, http.StatusOK, string(text)), nil
}

func (c *catalogue) client(t *testing.T) *backend.Client {
	t.Helper()
	client, err := backend.New(options(), backend.WithHTTPClient(&http.Client{Transport: c}))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// count walks over the list and returns how many items came, in order and each once.
func count[T any](t *testing.T, items iter.Seq2[*T, error], id func(*T) string) int {
	t.Helper()
	n := 0
	for item, err := range items {
		if err != nil {
			t.Fatal(err)
		}
		if n++; id(item) != fmt.Sprintf("id_%d", n) {
			t.Fatalf("item %d is %s", n, id(item))
		}
	}
	return n
}

func TestIteratorsAskForExactlyThePagesNeeded(t *testing.T) {
	for _, row := range []struct{ items, byOffset, byCursor, uncounted int }{
		{0, 1, 1, 1},
		{1, 1, 1, 1},
		{100, 1, 2, 2}, // a full page without a count does not tell that it is the last one
		{101, 2, 2, 2},
		{1203, 13, 13, 13},
	} {
		t.Run(fmt.Sprintf("%d items", row.items), func(t *testing.T) {
			organizations := &catalogue{n: row.items, counted: true}
			all := organizations.client(t).Organizations.All(t.Context(), nil)
			if n := count(t, all, func(o *backend.Organization) string { return o.ID }); n != row.items {
				t.Errorf("%d organizations came", n)
			}
			if got := len(organizations.queries); got != row.byOffset {
				t.Errorf("pages by offset: %d calls, want %d", got, row.byOffset)
			}

			users := &catalogue{n: row.items}
			if n := count(t, users.client(t).Users.All(t.Context(), nil), func(u *backend.User) string { return u.ID }); n != row.items {
				t.Errorf("%d users came", n)
			}
			if got := len(users.queries); got != row.byCursor {
				t.Errorf("pages by cursor: %d calls, want %d", got, row.byCursor)
			}
			for _, q := range users.queries {
				if q.Has("offset") {
					t.Errorf("the list of users was asked with an offset: %v", q)
				}
			}

			templates := &catalogue{n: row.items}
			list := templates.client(t).JWTTemplates.All(t.Context(), nil)
			if n := count(t, list, func(v *backend.JWTTemplate) string { return v.ID }); n != row.items {
				t.Errorf("%d JWT templates came", n)
			}
			if got := len(templates.queries); got != row.uncounted {
				t.Errorf("pages by offset without a count: %d calls, want %d", got, row.uncounted)
			}
			if q := templates.queries[0]; q.Get("paginated") != "true" {
				t.Errorf("the list was not asked for its count: %v", q)
			}
		})
	}
}

func TestAnIteratorHonoursLimitAndOffset(t *testing.T) {
	list := &catalogue{n: 25, counted: true}
	params := &backend.OrganizationListParams{Limit: 10, Offset: 5}
	var ids []string
	for o, err := range list.client(t).Organizations.All(t.Context(), params) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, o.ID)
	}
	if len(ids) != 20 || ids[0] != "id_6" || len(list.queries) != 2 {
		t.Errorf("got %v in %d calls", ids, len(list.queries))
	}
	if params.Limit != 10 || params.Offset != 5 {
		t.Errorf("the params were changed: %+v", params)
	}
}

func TestAnIteratorCanBeUsedTwice(t *testing.T) {
	list := &catalogue{n: 150, counted: true}
	all := list.client(t).Organizations.All(t.Context(), nil)
	for range 2 {
		if n := count(t, all, func(o *backend.Organization) string { return o.ID }); n != 150 {
			t.Errorf("%d items came", n)
		}
	}
	if len(list.queries) != 4 {
		t.Errorf("%d calls, want 4", len(list.queries))
	}
}

func TestAnEarlyBreakStopsCalling(t *testing.T) {
	for _, row := range []struct{ stopAt, calls int }{{1, 1}, {100, 1}, {101, 2}, {200, 2}} {
		list := &catalogue{n: 1000, counted: true}
		n := 0
		for _, err := range list.client(t).Organizations.All(t.Context(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == row.stopAt {
				break
			}
		}
		if len(list.queries) != row.calls {
			t.Errorf("stopped at %d: %d calls, want %d", row.stopAt, len(list.queries), row.calls)
		}
	}
}

func TestAnIteratorEndsWithItsError(t *testing.T) {
	c := stub(nil)
	var errs []error
	for user, err := range c.Users.All(t.Context(), nil) {
		if user != nil {
			t.Errorf("got a user beside the error")
		}
		errs = append(errs, err)
	}
	if len(errs) != 1 || !errors.Is(errs[0], backend.ErrNotFound) {
		t.Errorf("got errors %v, want one", errs)
	}
}

func TestACursorThatDoesNotMoveIsAnError(t *testing.T) {
	page := `[` + strings.TrimSuffix(strings.Repeat(`{"id":"user_same"},`, 100), ",") + `]`
	c, asked := newStub(map[string]string{"GET /users": page})
	n := 0
	var last error
	for _, err := range c.Users.All(t.Context(), nil) {
		n, last = n+1, err
	}
	if last == nil || len(asked.asked) != 2 || n != 201 {
		t.Errorf("%d items in %d calls, error %v", n, len(asked.asked), last)
	}
}

func TestAListWithoutPagesIsAnErrorAndNoLoop(t *testing.T) {
	c := stub(map[string]string{
		"GET /organizations": `[{"id":"org_1"},{"id":"org_2"},{"id":"org_3"}]`,
		"GET /users":         `[{"id":"user_1"},{"id":"user_2"},{"id":"user_3"}]`,
	})
	n, failed := 0, 0
	for _, err := range c.Organizations.All(t.Context(), &backend.OrganizationListParams{Limit: 2}) {
		if n++; err != nil {
			failed++
		}
	}
	for _, err := range c.Users.All(t.Context(), &backend.UserListParams{Limit: 2}) {
		if n++; err != nil {
			failed++
		}
	}
	if n != 2 || failed != 2 {
		t.Errorf("%d items, %d errors, want an error each", n, failed)
	}
}

func TestAnIteratorAsksForNoMoreThanAListGives(t *testing.T) {
	users := &catalogue{n: 700}
	all := users.client(t).Users.All(t.Context(), &backend.UserListParams{Limit: 1000})
	if n := count(t, all, func(u *backend.User) string { return u.ID }); n != 700 || users.queries[0].Get("limit") != "500" {
		t.Errorf("%d users came, the limit was %s", n, users.queries[0].Get("limit"))
	}
}

func TestAPageHasThreeForms(t *testing.T) {
	for _, row := range []struct {
		name, text string
		total      string
	}{
		{"an object", `{"data":[{"id":"a"},{"id":"b"}],"total_count":7}`, "7"},
		{"an object of machine tokens", `{"m2m_tokens":[{"id":"a"},{"id":"b"}],"total_count":2}`, "2"},
		{"a bare array", ` [{"id":"a"},{"id":"b"}]`, "absent"},
		{"an object with members that nobody knows", `{"data":[{"id":"a"},{"id":"b"}],"next":{"x":1}}`, "absent"},
	} {
		var page backend.Page[backend.M2MToken]
		if err := json.Unmarshal([]byte(row.text), &page); err != nil {
			t.Errorf("%s: %v", row.name, err)
			continue
		}
		ids := []string{}
		for _, item := range page.Data {
			ids = append(ids, item.ID)
		}
		if !slices.Equal(ids, []string{"a", "b"}) || page.TotalCount.String() != row.total {
			t.Errorf("%s: got %v of %v", row.name, ids, page.TotalCount)
		}
	}
	var page backend.Page[backend.User]
	for _, text := range []string{`{"data":null,"total_count":0}`, `{"data":[]}`, `[]`} {
		if err := json.Unmarshal([]byte(text), &page); err != nil || len(page.Data) != 0 {
			t.Errorf("%s: got %v, error %v", text, page.Data, err)
		}
	}
	for _, text := range []string{`{}`, `{"total_count":1}`, `"x"`, `7`, `{"data":{}}`} {
		if err := json.Unmarshal([]byte(text), &page); err == nil {
			t.Errorf("%s was taken for a page", text)
		}
	}
}
