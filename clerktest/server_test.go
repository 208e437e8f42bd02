package clerktest_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest"
)

func get(t *testing.T, url, authorization string) (status int, body string, err error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := response.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("the content type is %q", got)
	}
	return response.StatusCode, string(text), nil
}

const (
	backendKeys  = "/v1/jwks"
	frontendKeys = "/.well-known/jwks.json"
)

func TestWhatTheServerAnswers(t *testing.T) {
	ck := clerktest.New(t)
	ck.AddKey()
	secret := ck.Options().SecretKey
	for _, row := range []struct {
		name, path, authorization string
		status                    int
		code                      string // "" for keys
		fetched                   int
	}{
		{"the keys to the secret key", backendKeys, "Bearer " + secret, 200, "", 1},
		{"nothing to another secret key", backendKeys, "Bearer sk_test_other", 401, "clerk_key_invalid", 1},
		{"nothing to another scheme", backendKeys, "Basic c2s6", 401, "authorization_header_format_invalid", 1},
		{"nothing to nobody", backendKeys, "", 401, "authorization_header_missing", 1},
		{"the public keys to everybody", frontendKeys, "", 200, "", 1},
		{"501 for what it does not have", "/v1/nothing", "Bearer " + secret, 501, "not_implemented", 0},
		{"501 without a key too", "/v1/users/user_1/totp", "", 501, "not_implemented", 0},
		{"404 elsewhere", "/v2/users", "Bearer " + secret, 404, "resource_not_found", 0},
		{"404 at the root", "/", "", 404, "resource_not_found", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := ck.JWKSFetches()
			status, body, err := get(t, ck.URL()+row.path, row.authorization)
			if err != nil || status != row.status {
				t.Fatalf("got status %d (%v), want %d", status, err, row.status)
			}
			if got := ck.JWKSFetches() - before; got != row.fetched {
				t.Errorf("it counts as %d fetches, want %d", got, row.fetched)
			}
			var answer struct {
				Keys   []map[string]string
				Errors []struct {
					Code, Message string
					Long          string `json:"long_message"`
				}
				Trace string `json:"clerk_trace_id"`
			}
			if err := json.Unmarshal([]byte(body), &answer); err != nil {
				t.Fatal(err)
			}
			if row.code == "" {
				if len(answer.Keys) != 2 || answer.Keys[0]["kid"] == "" || answer.Keys[1]["kid"] != ck.KeyID() {
					t.Errorf("got keys %v, want two, the second of which is %s", answer.Keys, ck.KeyID())
				}
				for _, key := range answer.Keys {
					if key["kty"] != "RSA" || key["use"] != "sig" || key["alg"] != "RS256" || len(key["n"]) != 342 || key["e"] == "" || len(key) != 6 {
						t.Errorf("a key is published as %v", key)
					}
				}
				return
			}
			if len(answer.Errors) != 1 || answer.Errors[0].Code != row.code || answer.Errors[0].Message == "" ||
				answer.Errors[0].Long == "" || answer.Trace == "" {
				t.Errorf("the error is %s", body)
			}
			if strings.Contains(body, secret) {
				t.Error("the error holds the secret key")
			}
		})
	}
}

func TestFaults(t *testing.T) {
	ck := clerktest.New(t)
	type fault = func(*clerktest.Clerk)
	for _, row := range []struct {
		name  string
		fault fault
		want  int // 0 for no answer
	}{
		{"none", func(*clerktest.Clerk) {}, 200},
		{"an outage gives no answer", func(ck *clerktest.Clerk) { ck.Outage(true) }, 0},
		{"an outage that is over", func(ck *clerktest.Clerk) { ck.Outage(true); ck.Outage(false) }, 200},
		{"a status of one's own", func(ck *clerktest.Clerk) { ck.FailWith(503) }, 503},
		{"a status that is over", func(ck *clerktest.Clerk) { ck.FailWith(503); ck.FailWith(0) }, 200},
		{"an outage goes before a status", func(ck *clerktest.Clerk) { ck.FailWith(503); ck.Outage(true) }, 0},
		{"a delay that is over", func(ck *clerktest.Clerk) { ck.SetDelay(time.Hour); ck.SetDelay(0) }, 200},
		{"a delay below zero is none", func(ck *clerktest.Clerk) { ck.SetDelay(-time.Hour) }, 200},
	} {
		t.Run(row.name, func(t *testing.T) {
			ck.Outage(false)
			ck.FailWith(0)
			ck.SetDelay(0)
			row.fault(ck)
			before := ck.JWKSFetches()
			status, _, err := get(t, ck.URL()+frontendKeys, "")
			if status != row.want || (err != nil) != (row.want == 0) {
				t.Errorf("got status %d (%v), want %d", status, err, row.want)
			}
			if got := ck.JWKSFetches() - before; got != 1 {
				t.Errorf("%d requests for keys were counted, want 1", got)
			}
		})
	}
	ck.FailWith(200)
	if _, body, _ := get(t, ck.URL()+frontendKeys, ""); strings.Contains(body, "keys") {
		t.Errorf("FailWith(200) answers with keys: %s", body)
	}
}

func TestADelayPasses(t *testing.T) {
	ck := clerktest.New(t)
	const delay = 20 * time.Millisecond
	ck.SetDelay(delay)
	start := time.Now()
	status, _, err := get(t, ck.URL()+frontendKeys, "")
	if took := time.Since(start); status != 200 || took < delay {
		t.Errorf("got status %d (%v) after %s, want 200 after %s", status, err, took, delay)
	}
}

func TestADelayEndsWhenNobodyWaits(t *testing.T) {
	for _, row := range []struct {
		name string
		end  func(leave func(), ck *clerktest.Clerk)
	}{
		{"when the client leaves", func(leave func(), _ *clerktest.Clerk) { leave() }},
		{"when the server closes", func(_ func(), ck *clerktest.Clerk) { _ = ck.Close() }},
	} {
		t.Run(row.name, func(t *testing.T) {
			ck := clerktest.New(t)
			ck.SetDelay(time.Hour)
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, ck.URL()+frontendKeys, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() {
				response, err := http.DefaultClient.Do(r)
				if err == nil {
					_ = response.Body.Close()
				}
				ended <- err
			}()
			for ck.JWKSFetches() == 0 {
				runtime.Gosched() // until it has arrived
			}
			row.end(leave, ck)
			if err := <-ended; err == nil {
				t.Error("the request was answered")
			}
			if err := ck.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		})
	}
}
