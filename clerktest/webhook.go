package clerktest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// WebhookSigningSecret returns the secret that this instance signs webhooks with (whsec_…). It follows from the secret key, so
// that instances with different secret keys have different ones.
func (c *Clerk) WebhookSigningSecret() string {
	sum := sha256.Sum256([]byte("webhooks of " + c.config.SecretKey))
	return "whsec_" + base64.StdEncoding.EncodeToString(sum[:24])
}

// A Webhook is an event and the way it is delivered. [Clerk.Webhook] makes one with which everything is right; each method
// returns a changed copy and leaves the Webhook alone, so that one can be shared and varied. Delivering one several times
// stands for the attempts to deliver one event: the id stays the same.
type Webhook struct {
	ck        *Clerk
	eventType string
	data      json.RawMessage
	id        string
	happened  time.Time

	signedAt time.Time // zero: when it is delivered
	secrets  []string
	standard bool
	forged   bool
	raw      []byte // nil: the envelope
}

// Webhook begins an event of this type, such as "user.created", with an id of its own. It happens now, by the clock of the
// instance. data is anything that encoding/json can encode; a []byte or a json.RawMessage has to be JSON and is sent as it is.
func (c *Clerk) Webhook(eventType string, data any) *Webhook {
	c.tb.Helper()
	w := &Webhook{ck: c, eventType: eventType, id: "msg_" + randomText(), happened: c.Now(), secrets: []string{c.WebhookSigningSecret()}}
	if text, ok := data.([]byte); ok {
		data = json.RawMessage(text)
	}
	var err error
	if w.data, err = json.Marshal(data); err != nil {
		c.fail("Webhook(%q): the data is no JSON: %v", eventType, err)
	}
	return w
}

func (w *Webhook) but(change func(*Webhook)) *Webhook {
	out := *w
	change(&out)
	return &out
}

// ID sets the id of the event (header svix-id).
func (w *Webhook) ID(id string) *Webhook { return w.but(func(w *Webhook) { w.id = id }) }

// HappenedAt sets when the event happened (member timestamp of the body).
func (w *Webhook) HappenedAt(t time.Time) *Webhook {
	return w.but(func(w *Webhook) { w.happened = t })
}

// SignedAt sets when the delivery was signed (header svix-timestamp). Without it that is when it is made, by the clock of the
// instance.
func (w *Webhook) SignedAt(t time.Time) *Webhook {
	return w.but(func(w *Webhook) { w.signedAt = t })
}

// Secrets replaces the secrets that sign the delivery, each of which adds a signature; there are several while one secret
// replaces another. With none the header of the signatures is empty.
func (w *Webhook) Secrets(secrets ...string) *Webhook {
	return w.but(func(w *Webhook) { w.secrets = append([]string(nil), secrets...) })
}

// Forged makes the signatures those of somebody who does not know the secret: right in form and wrong.
func (w *Webhook) Forged() *Webhook { return w.but(func(w *Webhook) { w.forged = true }) }

// StandardHeaders names the headers webhook-id, webhook-timestamp and webhook-signature, as the Standard Webhooks specification
// does, and not svix-….
func (w *Webhook) StandardHeaders() *Webhook { return w.but(func(w *Webhook) { w.standard = true }) }

// Raw replaces the whole body, which need not be JSON. It is signed like any other.
func (w *Webhook) Raw(body []byte) *Webhook {
	return w.but(func(w *Webhook) { w.raw = append([]byte{}, body...) })
}

// Body returns what is sent: the event in Clerk's envelope.
func (w *Webhook) Body() []byte {
	w.ck.tb.Helper()
	if w.raw != nil {
		return bytes.Clone(w.raw)
	}
	type request struct {
		ClientIP  string `json:"client_ip"`
		UserAgent string `json:"user_agent"`
	}
	type attributes struct {
		HTTPRequest request `json:"http_request"`
	}
	body, err := json.Marshal(struct {
		Object     string          `json:"object"`
		Type       string          `json:"type"`
		Data       json.RawMessage `json:"data"`
		Attributes attributes      `json:"event_attributes"`
		Timestamp  int64           `json:"timestamp"`
		InstanceID string          `json:"instance_id"`
	}{"event", w.eventType, w.data, attributes{request{"127.0.0.1", "clerktest"}}, w.happened.UnixMilli(), w.ck.instanceID()})
	if err != nil {
		w.ck.fail("Webhook(%q): %v", w.eventType, err)
	}
	return body
}

// instanceID follows from the secret key, as the signing secret does.
func (c *Clerk) instanceID() string {
	sum := sha256.Sum256([]byte("id of " + c.config.SecretKey))
	return "ins_" + hex.EncodeToString(sum[:12])
}

// Header returns the headers of a delivery that is signed now.
func (w *Webhook) Header() http.Header {
	w.ck.tb.Helper()
	return w.header(w.Body())
}

func (w *Webhook) header(body []byte) http.Header {
	w.ck.tb.Helper()
	at := w.signedAt
	if at.IsZero() {
		at = w.ck.Now()
	}
	timestamp := strconv.FormatInt(at.Unix(), 10)
	signatures := make([]string, len(w.secrets))
	for n, secret := range w.secrets {
		if w.forged {
			secret = "whsec_" + base64.StdEncoding.EncodeToString([]byte("what a forger made up"+randomText()))
		}
		signatures[n] = w.signature(secret, timestamp, body)
	}
	prefix := "Svix-"
	if w.standard {
		prefix = "Webhook-"
	}
	h := http.Header{"Content-Type": {"application/json"}}
	h.Set(prefix+"Id", w.id)
	h.Set(prefix+"Timestamp", timestamp)
	h.Set(prefix+"Signature", strings.Join(signatures, " "))
	return h
}

// signature makes one by the rules of Standard Webhooks, with nothing but the standard library: package webhooks, which is
// tested with it, uses another implementation.
func (w *Webhook) signature(secret, timestamp string, body []byte) string {
	w.ck.tb.Helper()
	if _, err := clerk.ParseWebhookSigningSecret(secret); err != nil {
		w.ck.fail("Webhook.Secrets: %v", err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		w.ck.fail("Webhook.Secrets: a secret is not base64")
	}
	mac := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(mac, "%s.%s.", w.id, timestamp)
	_, _ = mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Sign makes r a delivery that is signed now: it sets its method, body and headers, and returns r.
func (w *Webhook) Sign(r *http.Request) *http.Request {
	w.ck.tb.Helper()
	body := w.Body()
	if r.Header == nil {
		r.Header = http.Header{}
	}
	for name, values := range w.header(body) {
		r.Header[name] = values
	}
	r.Method, r.ContentLength = http.MethodPost, int64(len(body))
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	return r
}

// Deliver has handler answer a delivery that is signed now, without a network, and returns the answer.
func (w *Webhook) Deliver(handler http.Handler) *httptest.ResponseRecorder {
	w.ck.tb.Helper()
	recorder := httptest.NewRecorder()
	request := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/webhooks/clerk", http.NoBody)
	handler.ServeHTTP(recorder, w.Sign(request))
	return recorder
}

// What Clerk's sender does too: it waits 15 seconds and follows no redirect.
const (
	sendTimeout   = 15 * time.Second
	maxSentAnswer = 1 << 20
)

// Send delivers to a URL and returns the answer, of whose body at most 1 MiB is kept. It tries once, waits 15 seconds at most
// and follows no redirect. The error says that there was no answer.
func (w *Webhook) Send(ctx context.Context, url string) (*httptest.ResponseRecorder, error) {
	w.ck.tb.Helper()
	return w.send(ctx, url, sendTimeout)
}

func (w *Webhook) send(ctx context.Context, url string, timeout time.Duration) (*httptest.ResponseRecorder, error) {
	w.ck.tb.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("clerktest: Webhook.Send: %w", err)
	}
	client := &http.Client{
		Timeout:       timeout,
		Transport:     &http.Transport{DisableKeepAlives: true}, // leaves no goroutine behind
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(w.Sign(request))
	if err != nil {
		return nil, fmt.Errorf("clerktest: Webhook.Send: %w", err)
	}
	defer response.Body.Close()
	recorder := httptest.NewRecorder()
	for name, values := range response.Header {
		recorder.Header()[name] = values
	}
	recorder.WriteHeader(response.StatusCode)
	if _, err := io.Copy(recorder, io.LimitReader(response.Body, maxSentAnswer)); err != nil {
		return nil, fmt.Errorf("clerktest: Webhook.Send: the answer broke off: %w", err)
	}
	return recorder, nil
}
