package clerktest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

func receiver(t *testing.T, ck *clerktest.Clerk) *webhooks.Verifier {
	t.Helper()
	opts := ck.Options()
	opts.WebhookSigningSecrets = []string{ck.WebhookSigningSecret()}
	v, err := webhooks.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAWebhookIsWhatClerkSends(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	w := ck.Webhook("user.created", map[string]string{"id": "user_1"}).ID("msg_1").HappenedAt(moment.Add(-time.Minute))
	event, err := receiver(t, ck).VerifyRequest(w.Sign(request()))
	if err != nil {
		t.Fatal(err)
	}
	if event.ID != "msg_1" || event.Type != "user.created" || string(event.Data) != `{"id":"user_1"}` || !event.SentAt.Equal(moment) ||
		!event.Timestamp.Equal(moment.Add(-time.Minute)) || !strings.HasPrefix(event.InstanceID, "ins_") || event.HTTPRequest.ClientIP == "" {
		t.Errorf("got %#v", event)
	}
}

func TestWaysToDeliverAWebhook(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	other := clerktest.New(t)
	v := receiver(t, ck)
	w := ck.Webhook("user.created", nil)
	for _, row := range []struct {
		name    string
		webhook *clerktest.Webhook
		want    clerk.Reason
	}{
		{"as it is", w, ""},
		{"a second attempt", w, ""},
		{"with standard headers", w.StandardHeaders(), ""},
		{"with a body of one's own", w.Raw([]byte(`{"type":"x"}`)), ""},
		{"with a body that is no event", w.Raw([]byte(`x`)), webhooks.ReasonEventInvalid},
		{"with an empty body", w.Raw(nil), webhooks.ReasonEventInvalid},
		{"signed at another time", w.SignedAt(moment.Add(-time.Hour)), webhooks.ReasonTimestampTooOld},
		{"signed twice", w.Secrets(other.WebhookSigningSecret(), ck.WebhookSigningSecret()), ""},
		{"signed by another instance", w.Secrets(other.WebhookSigningSecret()), webhooks.ReasonSignatureInvalid},
		{"from another instance", other.Webhook("user.created", nil), webhooks.ReasonSignatureInvalid},
		{"forged", w.Forged(), webhooks.ReasonSignatureInvalid},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := v.VerifyRequest(row.webhook.Sign(request()))
			var refusal *webhooks.Error
			errors.As(err, &refusal)
			if (err == nil) != (row.want == "") || (refusal != nil && refusal.Reason != row.want) {
				t.Errorf("got %v, want reason %q", err, row.want)
			}
		})
	}
}

// The instance signs with code of its own, so this is a check against the specification and not against package webhooks.
func TestTheSignatureOfAWebhook(t *testing.T) {
	ck := clerktest.New(t)
	r := ck.Webhook("user.created", nil).Sign(request())
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(ck.WebhookSigningSecret(), "whsec_"))
	if err != nil || len(key) != 24 {
		t.Fatalf("the secret has %d bytes, %v", len(key), err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(r.Header.Get("svix-id") + "." + r.Header.Get("svix-timestamp") + "." + string(body)))
	if got, want := r.Header.Get("svix-signature"), "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" || r.ContentLength != int64(len(body)) {
		t.Errorf("the request is %s with %v", r.Method, r.Header)
	}
	again, err := r.GetBody()
	if err != nil {
		t.Fatal(err)
	}
	if copied, err := io.ReadAll(again); err != nil || string(copied) != string(body) {
		t.Errorf("the body is another one the second time: %v", err)
	}
}

func TestTheDataOfAWebhook(t *testing.T) {
	ck := clerktest.New(t)
	for name, data := range map[string]any{
		"a map": map[string]int{"a": 1}, "raw JSON": json.RawMessage(`{"a":1}`), "bytes": []byte(`{"a":1}`), "a struct": struct {
			A int `json:"a"`
		}{1},
	} {
		if body := ck.Webhook("x", data).Body(); !strings.Contains(string(body), `"data":{"a":1}`) {
			t.Errorf("%s: %s", name, body)
		}
	}
}

func TestSendTellsTheAnswer(t *testing.T) {
	ck := clerktest.New(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(http.StatusFound)
		_, _ = io.Copy(w, r.Body)
	}))
	defer server.Close()
	w := ck.Webhook("user.created", nil)
	answer, err := w.Send(t.Context(), server.URL)
	if err != nil || answer.Code != 302 || answer.Header().Get("Location") != "/elsewhere" || answer.Body.String() != string(w.Body()) {
		t.Errorf("got %v, %v", answer, err)
	}
	for _, url := range []string{"http://127.0.0.1:1", "no scheme", ":"} {
		if answer, err := w.Send(t.Context(), url); err == nil || answer != nil {
			t.Errorf("%s answered %v", url, answer)
		}
	}
}

func TestSendKeepsAMebibyteOfAnAnswer(t *testing.T) {
	ck := clerktest.New(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(make([]byte, 3<<20)) // who sent has enough before the end
	}))
	defer server.Close()
	answer, err := ck.Webhook("user.created", nil).Send(t.Context(), server.URL)
	if err != nil || answer.Body.Len() != 1<<20 {
		t.Errorf("%d bytes were kept, %v", answer.Body.Len(), err)
	}
}

func TestSendDoesNotWaitForever(t *testing.T) {
	if clerktest.SendTimeout != 15*time.Second {
		t.Errorf("it waits %v, and Clerk's sender 15 seconds", clerktest.SendTimeout)
	}
	ck := clerktest.New(t)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done() // until nobody waits any more
	}))
	defer server.Close()
	if answer, err := ck.Webhook("user.created", nil).SendWithin(t.Context(), server.URL, 50*time.Millisecond); err == nil || answer != nil {
		t.Errorf("got %v", answer)
	}
}

func TestARequestWithoutHeadersIsSigned(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	if _, err := receiver(t, ck).VerifyRequest(ck.Webhook("user.created", nil).Sign(&http.Request{})); err != nil {
		t.Error(err)
	}
}

func TestMistakesWithWebhooksEndTheTest(t *testing.T) {
	for name, test := range map[string]func(*clerktest.Clerk){
		"no JSON":     func(ck *clerktest.Clerk) { ck.Webhook("x", func() {}) },
		"half JSON":   func(ck *clerktest.Clerk) { ck.Webhook("x", []byte("{")) },
		"bad secrets": func(ck *clerktest.Clerk) { ck.Webhook("x", nil).Secrets("secret").Header() },
	} {
		if got := failure(func(tb clerktest.TB) { test(clerktest.New(tb)) }); !strings.HasPrefix(got, "clerktest: Webhook") {
			t.Errorf("%s: %q", name, got)
		}
	}
}
