package webhooks_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/usher-auth/usher/webhooks"
)

// TestThreatP02AWrongSignatureIsRefused delivers an event whose signature is wrong in every byte and by every other means, to a
// function that must not run. Tests named after a threat are those of the page docs/threats.md.
func TestThreatP02AWrongSignatureIsRefused(t *testing.T) {
	p, other := newPost(t), newPost(t)
	mux := p.mux(t)
	ran := 0
	mux.Handle(webhooks.TypeUserCreated, func(context.Context, *webhooks.Event) error { ran++; return nil })
	deliver := func(change func(*http.Request)) int {
		r := p.event().Sign(request())
		change(r)
		answer := httptest.NewRecorder()
		mux.ServeHTTP(answer, r)
		return answer.Code
	}
	signature := p.event().Sign(request()).Header.Get("Svix-Signature")
	version, text, _ := strings.Cut(signature, ",")
	changes := map[string]func(*http.Request){
		"no signature":         func(r *http.Request) { r.Header.Del("Svix-Signature") },
		"an empty one":         func(r *http.Request) { r.Header.Set("Svix-Signature", version+",") },
		"a shorter one":        func(r *http.Request) { r.Header.Set("Svix-Signature", version+","+text[:4]) },
		"a version of its own": func(r *http.Request) { r.Header.Set("Svix-Signature", "v0,"+text) },
		"no version":           func(r *http.Request) { r.Header.Set("Svix-Signature", text) },
		"another id":           func(r *http.Request) { r.Header.Set("Svix-Id", "msg_other") },
		"another time":         func(r *http.Request) { r.Header.Set("Svix-Timestamp", "1767225601") },
		"another body":         func(r *http.Request) { r.Body = http.NoBody },
		"another instance's":   func(r *http.Request) { *r = *other.event().Sign(request()) },
		"a forged one":         func(r *http.Request) { *r = *p.event().Forged().Sign(request()) },
		"another secret's":     func(r *http.Request) { *r = *p.event().Secrets(otherSecret).Sign(request()) },
	}
	for n := range text {
		changes["another character "+text[:n]] = func(r *http.Request) {
			c := "A"
			if text[n] == 'A' {
				c = "B"
			}
			r.Header.Set("Svix-Signature", version+","+text[:n]+c+text[n+1:])
		}
	}
	for name, change := range changes {
		if status := deliver(change); status != http.StatusBadRequest || ran != 0 {
			t.Fatalf("%s: answered %d, the function ran %d times", name, status, ran)
		}
	}
	if status := deliver(func(*http.Request) {}); status != http.StatusNoContent || ran != 1 {
		t.Errorf("the genuine one is answered %d, the function ran %d times", status, ran)
	}
}
