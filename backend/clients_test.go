package backend_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestHandshakePayload(t *testing.T) {
	padded := func(size int) string {
		const around = `{"directives":["` + `"]}`
		return `{"directives":["` + strings.Repeat("x", size-len(around)) + `"]}`
	}
	for _, row := range []struct {
		name   string
		status int
		body   string
		want   int // directives
		is     error
		says   string
	}{
		{"cookies", 200, `{"directives":["a=b","c=d"]}`, 2, nil, ""},
		{"none", 200, `{"directives":[]}`, 0, nil, ""},
		{"an unknown nonce", 404, `{"errors":[{"code":"resource_not_found"}]}`, 0, backend.ErrNotFound, "404"},
		{"a redirect", 302, "", 0, nil, "redirects are not followed"},
		{"another shape", 200, `{"directives":"a=b"}`, 0, backend.ErrBadAnswer, "200"},
		{"no body", 200, "", 0, backend.ErrBadAnswer, "no body"},
		{"an answer of 512 KiB", 200, padded(512 << 10), 1, nil, ""},
		{"and a byte", 200, padded(512<<10 + 1), 0, backend.ErrBadAnswer, "over 524288 bytes"},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := newFaulty(t, answerWith(row.status, http.Header{"Location": {"/elsewhere"}}, row.body))
			got, err := f.client.Clients.HandshakePayload(t.Context(), "a nonce&x=y")
			if row.says == "" {
				if err != nil || len(got.Directives) != row.want || strings.Contains(fmt.Sprint(got), "a=b") {
					t.Fatalf("got %v, %v", got, err)
				}
				return
			}
			var e *backend.Error
			if got != nil || !errors.As(err, &e) || e.Status != row.status || row.is != nil && !errors.Is(err, row.is) ||
				!strings.Contains(err.Error(), row.says) || strings.Contains(err.Error(), "nonce&x") || f.calls.Load() != 1 {
				t.Errorf("got %v after %d calls", err, f.calls.Load())
			}
		})
	}
	t.Run("the nonce stands in the query, whatever it is", func(t *testing.T) {
		c, r := newStub(map[string]string{"GET /clients/handshake_payload": `{"directives":[]}`})
		if _, err := c.Clients.HandshakePayload(t.Context(), "a/b&c=d#e"); err != nil {
			t.Fatal(err)
		}
		if len(r.asked) != 1 || r.asked[0].query != "nonce=a%2Fb%26c%3Dd%23e" {
			t.Errorf("asked %v", r.asked)
		}
	})
}

func TestForInstanceAndNewMakeTheSameClient(t *testing.T) {
	instance, err := options().Resolve()
	if err != nil {
		t.Fatal(err)
	}
	var asked []string
	for _, build := range []func(...backend.Option) (*backend.Client, error){
		func(opts ...backend.Option) (*backend.Client, error) { return backend.New(options(), opts...) },
		func(opts ...backend.Option) (*backend.Client, error) { return backend.ForInstance(instance, opts...) },
	} {
		r := &recorder{answers: map[string]string{"GET /users/user_1": `{"id":"user_1"}`}}
		c, err := build(backend.WithHTTPClient(&http.Client{Transport: r}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Users.Get(t.Context(), "user_1"); err != nil {
			t.Fatal(err)
		}
		asked = append(asked, fmt.Sprint(r.asked))
		if _, err := build(backend.WithTimeout(0), backend.WithHTTPClient(nil)); err == nil || strings.Count(err.Error(), "option With") != 2 {
			t.Errorf("bad options: %v", err)
		}
	}
	if len(slices.Compact(asked)) != 1 {
		t.Errorf("they ask %q", asked)
	}
	if _, err := backend.ForInstance(nil); err == nil {
		t.Error("an instance that is nil makes a client")
	}
}
