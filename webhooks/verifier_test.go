package webhooks_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

// The public test vector of Standard Webhooks.
const (
	vectorSecret    = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	vectorID        = "msg_p5jXN8AQM9LWM0D4loKWxJek"
	vectorTimestamp = "1614265330"
	vectorBody      = `{"test": 2432232314}`
	vectorSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
)

// vectorMoment is when it was signed.
var vectorMoment = time.Unix(1614265330, 0)

func vectorHeader(prefix string) http.Header {
	h := http.Header{}
	h.Set(prefix+"-id", vectorID)
	h.Set(prefix+"-timestamp", vectorTimestamp)
	h.Set(prefix+"-signature", vectorSignature)
	return h
}

func vectorVerifier(t testing.TB, now time.Time) *webhooks.Verifier {
	t.Helper()
	v, err := webhooks.New(clerk.Options{
		WebhookSigningSecrets: []string{vectorSecret}, Getenv: func(string) string { return "" },
		Now: func() time.Time { return now }, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestThePublicVectorOfStandardWebhooks(t *testing.T) {
	signed := time.Unix(1614265330, 0)
	for _, prefix := range []string{"svix", "webhook"} {
		t.Run(prefix, func(t *testing.T) {
			event, err := vectorVerifier(t, signed).Verify(vectorHeader(prefix), []byte(vectorBody))
			if err != nil {
				t.Fatal(err)
			}
			if event.ID != vectorID || !event.SentAt.Equal(signed) || string(event.Raw) != vectorBody || event.Type != "" || event.Type.Known() {
				t.Errorf("got %+v", *event)
			}
		})
	}
}

func TestHeadersOfADelivery(t *testing.T) {
	for _, row := range []struct {
		name string
		edit func(http.Header)
		want clerk.Reason
	}{
		{"as they were sent", func(http.Header) {}, ""},
		{"both families agree", func(h http.Header) { bothFamilies(h) }, ""},
		{"names in lower case, as a gateway hands them on", func(h http.Header) { rename(h, strings.ToLower) }, ""},
		{"a second signature that is wrong", func(h http.Header) { h.Set("Svix-Signature", vectorSignature+" v1,"+strings.Repeat("A", 43)+"=") }, ""},
		{"a first signature that is wrong", func(h http.Header) { h.Set("Svix-Signature", "v1,"+strings.Repeat("A", 43)+"= "+vectorSignature) }, ""},
		{"a version of the future besides", func(h http.Header) { h.Set("Svix-Signature", "v1a,whatever v2,x "+vectorSignature) }, ""},

		{"no headers", func(h http.Header) { clear(h) }, webhooks.ReasonHeadersMissing},
		{"no id", func(h http.Header) { h.Del("Svix-Id") }, webhooks.ReasonHeadersMissing},
		{"no timestamp", func(h http.Header) { h.Del("Svix-Timestamp") }, webhooks.ReasonHeadersMissing},
		{"no signature", func(h http.Header) { h.Del("Svix-Signature") }, webhooks.ReasonHeadersMissing},
		{"a header without a value", func(h http.Header) { h["Svix-Id"] = nil }, webhooks.ReasonHeadersMissing},

		{"halves of two families", func(h http.Header) { bothFamilies(h); h.Del("Svix-Id"); h.Del("Webhook-Signature") }, webhooks.ReasonHeadersAmbiguous},
		{"one header of the other family", func(h http.Header) { h.Set("Webhook-Id", vectorID) }, webhooks.ReasonHeadersAmbiguous},
		{"one complete family made of two", func(h http.Header) { h.Del("Svix-Id"); h.Set("Webhook-Id", vectorID) }, webhooks.ReasonHeadersAmbiguous},
		{"both families with different ids", func(h http.Header) { bothFamilies(h); h.Set("Webhook-Id", "msg_other") }, webhooks.ReasonHeadersAmbiguous},
		{"both families with different times", func(h http.Header) { bothFamilies(h); h.Set("Webhook-Timestamp", "1") }, webhooks.ReasonHeadersAmbiguous},
		{"both families with different signatures", func(h http.Header) { bothFamilies(h); h.Set("Svix-Signature", "v1,x") }, webhooks.ReasonHeadersAmbiguous},
		{"the id twice", func(h http.Header) { h.Add("Svix-Id", vectorID) }, webhooks.ReasonHeadersAmbiguous},
		{"the id twice, spelt in two ways", func(h http.Header) { h["svix-id"] = []string{vectorID} }, webhooks.ReasonHeadersAmbiguous},
		{"the timestamp twice", func(h http.Header) { h.Add("Svix-Timestamp", "1") }, webhooks.ReasonHeadersAmbiguous},
		{"the signature twice", func(h http.Header) { h.Add("Svix-Signature", "v1,x") }, webhooks.ReasonHeadersAmbiguous},

		{"an empty id", func(h http.Header) { h.Set("Svix-Id", "") }, webhooks.ReasonHeadersInvalid},
		{"an id of 257 characters", func(h http.Header) { h.Set("Svix-Id", strings.Repeat("a", 257)) }, webhooks.ReasonHeadersInvalid},
		{"an id with a full stop", func(h http.Header) { h.Set("Svix-Id", vectorID+".1") }, webhooks.ReasonHeadersInvalid},
		{"an id with a line break", func(h http.Header) { h.Set("Svix-Id", vectorID+"\n") }, webhooks.ReasonHeadersInvalid},
		{"an id with a DEL", func(h http.Header) { h.Set("Svix-Id", vectorID+"\x7f") }, webhooks.ReasonHeadersInvalid},
		{"an id that is not ASCII", func(h http.Header) { h.Set("Svix-Id", "mşg") }, webhooks.ReasonHeadersInvalid},
		{"an empty timestamp", func(h http.Header) { h.Set("Svix-Timestamp", "") }, webhooks.ReasonHeadersInvalid},
		{"a timestamp with a sign", func(h http.Header) { h.Set("Svix-Timestamp", "+"+vectorTimestamp) }, webhooks.ReasonHeadersInvalid},
		{"a timestamp with a leading zero", func(h http.Header) { h.Set("Svix-Timestamp", "0"+vectorTimestamp) }, webhooks.ReasonHeadersInvalid},
		{"a timestamp with a fraction", func(h http.Header) { h.Set("Svix-Timestamp", vectorTimestamp+".0") }, webhooks.ReasonHeadersInvalid},
		{"a timestamp in milliseconds", func(h http.Header) { h.Set("Svix-Timestamp", vectorTimestamp+"000") }, webhooks.ReasonHeadersInvalid},
		{"a timestamp that is a date", func(h http.Header) { h.Set("Svix-Timestamp", "2021-02-25") }, webhooks.ReasonHeadersInvalid},
		{"a negative timestamp", func(h http.Header) { h.Set("Svix-Timestamp", "-1") }, webhooks.ReasonHeadersInvalid},
		{"an empty signature", func(h http.Header) { h.Set("Svix-Signature", "") }, webhooks.ReasonHeadersInvalid},
		{"a signature without a version", func(h http.Header) { h.Set("Svix-Signature", vectorSignature[3:]) }, webhooks.ReasonHeadersInvalid},
		{"a signature with two commas", func(h http.Header) { h.Set("Svix-Signature", vectorSignature+",x") }, webhooks.ReasonHeadersInvalid},
		{"a signature without padding", func(h http.Header) { h.Set("Svix-Signature", strings.TrimSuffix(vectorSignature, "=")) }, webhooks.ReasonHeadersInvalid},
		{"a signature with other trailing bits", func(h http.Header) { h.Set("Svix-Signature", strings.Replace(vectorSignature, "OE=", "OF=", 1)) }, webhooks.ReasonHeadersInvalid},
		{"a signature of 31 bytes", func(h http.Header) { h.Set("Svix-Signature", "v1,"+strings.Repeat("A", 40)+"AA==") }, webhooks.ReasonHeadersInvalid},
		{"unknown versions only", func(h http.Header) { h.Set("Svix-Signature", "v2,"+vectorSignature[3:]) }, webhooks.ReasonHeadersInvalid},
		{"33 signatures", func(h http.Header) { h.Set("Svix-Signature", strings.Repeat(vectorSignature+" ", 32)+vectorSignature) }, webhooks.ReasonHeadersInvalid},
		{"over 4096 bytes of signatures", func(h http.Header) {
			h.Set("Svix-Signature", "v2,"+strings.Repeat("x", 4096-len(vectorSignature))+" "+vectorSignature)
		}, webhooks.ReasonHeadersInvalid},

		{"another id", func(h http.Header) { h.Set("Svix-Id", "msg_other") }, webhooks.ReasonSignatureInvalid},
		{"another timestamp", func(h http.Header) { h.Set("Svix-Timestamp", "1614265331") }, webhooks.ReasonSignatureInvalid},
		{"another signature", func(h http.Header) { h.Set("Svix-Signature", "v1,"+strings.Repeat("A", 43)+"=") }, webhooks.ReasonSignatureInvalid},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := vectorHeader("Svix")
			row.edit(h)
			event, err := vectorVerifier(t, time.Unix(1614265330, 0)).Verify(h, []byte(vectorBody))
			if got := reasonOf(t, err); got != row.want || (event == nil) != (err != nil) {
				t.Errorf("got %v and reason %q, want %q", event, got, row.want)
			}
		})
	}
}

func bothFamilies(h http.Header) {
	for _, part := range []string{"Id", "Timestamp", "Signature"} {
		h.Set("Webhook-"+part, h.Get("Svix-"+part))
	}
}

func rename(h http.Header, change func(string) string) {
	for name, values := range h.Clone() {
		delete(h, name)
		h[change(name)] = values
	}
}

func TestTheMostSignaturesThatAreReadAre32(t *testing.T) {
	h := vectorHeader("svix")
	h.Set("svix-signature", strings.Repeat("v1,"+strings.Repeat("A", 43)+"= ", 31)+vectorSignature)
	if _, err := vectorVerifier(t, time.Unix(1614265330, 0)).Verify(h, []byte(vectorBody)); err != nil {
		t.Error(err)
	}
}

func TestABodyThatWasChanged(t *testing.T) {
	v := vectorVerifier(t, time.Unix(1614265330, 0))
	for name, body := range map[string]string{
		"empty": "", "another number": `{"test": 2432232315}`, "without the space": `{"test":2432232314}`,
		"a line break at the end": vectorBody + "\n", "the number shifted into the timestamp": "0." + vectorBody,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := v.Verify(vectorHeader("svix"), []byte(body))
			if got := reasonOf(t, err); got != webhooks.ReasonSignatureInvalid {
				t.Errorf("got reason %q", got)
			}
		})
	}
}

func TestTheTimeOfTheSignature(t *testing.T) {
	for _, row := range []struct {
		name string
		age  time.Duration
		with []webhooks.Option
		want clerk.Reason
	}{
		{"now", 0, nil, ""},
		{"300 seconds ago", 300 * time.Second, nil, ""},
		{"301 seconds ago", 301 * time.Second, nil, webhooks.ReasonTimestampTooOld},
		{"300 seconds ahead", -300 * time.Second, nil, ""},
		{"301 seconds ahead", -301 * time.Second, nil, webhooks.ReasonTimestampTooNew},
		{"a year ago", 365 * 24 * time.Hour, nil, webhooks.ReasonTimestampTooOld},
		{"290 years ahead", -290 * 365 * 24 * time.Hour, nil, webhooks.ReasonTimestampTooNew},
		{"the last of 10 seconds that are tolerated", 10 * time.Second, []webhooks.Option{webhooks.WithTolerance(10 * time.Second)}, ""},
		{"one more", 11 * time.Second, []webhooks.Option{webhooks.WithTolerance(10 * time.Second)}, webhooks.ReasonTimestampTooOld},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newPost(t, row.with...)
			_, err := p.verifier.VerifyRequest(p.event().SignedAt(moment.Add(-row.age)).Sign(request()))
			if got := reasonOf(t, err); got != row.want {
				t.Errorf("got reason %q, want %q", got, row.want)
			}
		})
	}
}

func request() *http.Request { return httptest.NewRequest(http.MethodPost, "/", http.NoBody) }

func TestAFractionOfASecondDoesNotCount(t *testing.T) {
	signed := time.Unix(1614265330, 0)
	for _, now := range []time.Time{signed.Add(300*time.Second + 999*time.Millisecond), signed.Add(-300 * time.Second)} {
		if _, err := vectorVerifier(t, now).Verify(vectorHeader("svix"), []byte(vectorBody)); err != nil {
			t.Errorf("at %v: %v", now, err)
		}
	}
}

func TestSeveralSecrets(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	both, err := webhooks.New(options(ck, otherSecret))
	if err != nil {
		t.Fatal(err)
	}
	one, err := webhooks.New(options(ck))
	if err != nil {
		t.Fatal(err)
	}
	event := ck.Webhook("user.created", map[string]any{})
	for _, row := range []struct {
		name     string
		verifier *webhooks.Verifier
		event    *clerktest.Webhook
		want     clerk.Reason
	}{
		{"the old secret alone signs, both are known", both, event, ""},
		{"the new secret alone signs, both are known", both, event.Secrets(otherSecret), ""},
		{"both sign, one is known", one, event.Secrets(otherSecret, ck.WebhookSigningSecret()), ""},
		{"the new secret alone signs and is not known yet", one, event.Secrets(otherSecret), webhooks.ReasonSignatureInvalid},
		{"nobody signs", both, event.Secrets(), webhooks.ReasonHeadersInvalid},
		{"somebody else signs", both, event.Forged(), webhooks.ReasonSignatureInvalid},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := row.verifier.VerifyRequest(row.event.Sign(request()))
			if got := reasonOf(t, err); got != row.want {
				t.Errorf("got reason %q, want %q", got, row.want)
			}
		})
	}
}

func TestDeliveriesOfAnotherInstanceAreRefused(t *testing.T) {
	here, there := newPost(t), newPost(t)
	_, err := here.verifier.VerifyRequest(there.event().Sign(request()))
	if got := reasonOf(t, err); got != webhooks.ReasonSignatureInvalid {
		t.Errorf("got reason %q", got)
	}
}

// A flood is a body that counts what was read of it.
type flood struct{ size, read int64 }

func (f *flood) Read(p []byte) (int, error) {
	if f.read >= f.size {
		return 0, io.EOF
	}
	n := min(int64(len(p)), f.size-f.read)
	f.read += n
	return int(n), nil
}

func (*flood) Close() error { return nil }

func TestABodyOverTheLimitIsNotReadToItsEnd(t *testing.T) {
	const size = 10 << 20
	for _, row := range []struct {
		name     string
		length   int64
		mostRead int64
	}{
		{"that says how long it is", size, 0},
		{"that does not", -1, 512<<10 + 1},
		{"that lies", 10, 512<<10 + 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newPost(t)
			body := &flood{size: size}
			r := p.event().Sign(request())
			r.Body, r.ContentLength = body, row.length
			answer := httptest.NewRecorder()
			p.mux(t).ServeHTTP(answer, r)
			if answer.Code != http.StatusRequestEntityTooLarge || body.read > row.mostRead {
				t.Errorf("got status %d after %d bytes, want 413 after at most %d", answer.Code, body.read, row.mostRead)
			}
		})
	}
}

func TestTheLimitOfTheBody(t *testing.T) {
	p := newPost(t)
	event := p.event()
	size := int64(len(event.Body()))
	for _, row := range []struct {
		name  string
		limit int64
		want  clerk.Reason
	}{
		{"a body of just that size", size, ""},
		{"one byte more", size - 1, webhooks.ReasonBodyTooLarge},
	} {
		t.Run(row.name, func(t *testing.T) {
			v, err := webhooks.New(options(p.ck), webhooks.WithMaxBody(row.limit))
			if err != nil {
				t.Fatal(err)
			}
			for _, length := range []int64{size, -1} {
				r := event.Sign(request())
				r.ContentLength = length
				if _, err = v.VerifyRequest(r); reasonOf(t, err) != row.want {
					t.Errorf("with the length %d: %v", length, err)
				}
			}
			if _, err = v.Verify(event.Header(), event.Body()); reasonOf(t, err) != row.want {
				t.Errorf("from bytes: %v", err)
			}
		})
	}
}

type brokenBody struct{ err error }

func (b brokenBody) Read([]byte) (int, error) { return 0, b.err }
func (brokenBody) Close() error               { return nil }

func TestABodyThatCannotBeRead(t *testing.T) {
	p := newPost(t)
	for _, row := range []struct {
		name   string
		err    error
		want   clerk.Reason
		status int
	}{
		{"that breaks off", io.ErrUnexpectedEOF, webhooks.ReasonBodyUnreadable, 400},
		{"over a limit that was set above", &http.MaxBytesError{Limit: 10}, webhooks.ReasonBodyTooLarge, 413},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := p.event().Sign(request())
			r.Body, r.ContentLength = brokenBody{row.err}, -1
			_, err := p.verifier.VerifyRequest(r)
			var refusal *webhooks.Error
			if !errors.As(err, &refusal) || refusal.Reason != row.want || refusal.Status != row.status || !errors.Is(err, row.err) {
				t.Errorf("got %#v", err)
			}
		})
	}
	r := p.event().Sign(request())
	r.Body = nil
	if _, err := p.verifier.VerifyRequest(r); reasonOf(t, err) != webhooks.ReasonSignatureInvalid {
		t.Errorf("without a body: %v", err)
	}
}

func TestTheEventSharesNoMemoryWithTheBody(t *testing.T) {
	p := newPost(t)
	event := p.event()
	body := event.Body()
	got, err := p.verifier.Verify(event.Header(), body)
	if err != nil {
		t.Fatal(err)
	}
	before := bytes.Clone(got.Raw)
	clear(body)
	if !bytes.Equal(got.Raw, before) {
		t.Error("the event changed with the caller's buffer")
	}
}

func TestNewReportsEveryProblemAtOnce(t *testing.T) {
	noEnv := func(string) string { return "" }
	_, err := webhooks.New(clerk.Options{APIVersion: "a/b", WebhookSigningSecrets: []string{"whsec_" + mark + "!"}, Getenv: noEnv},
		webhooks.WithTolerance(0), webhooks.WithMaxBody(0))
	if err == nil {
		t.Fatal("was accepted")
	}
	for _, want := range []string{"APIVersion", "WebhookSigningSecrets", "WithTolerance(0s)", "WithMaxBody(0)"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %s: %v", want, err)
		}
	}
	if strings.Contains(err.Error(), mark) {
		t.Error("the error quotes the secret")
	}
	_, err = webhooks.New(clerk.Options{SecretKey: "sk_test_1", Getenv: noEnv}, webhooks.WithTolerance(time.Hour+time.Second))
	if err == nil || !strings.Contains(err.Error(), "CLERK_WEBHOOK_SIGNING_SECRET") || !strings.Contains(err.Error(), "WithTolerance") {
		t.Errorf("the error should name the missing secret and the tolerance: %v", err)
	}
	if v, err := webhooks.New(clerk.Options{Getenv: func(name string) string {
		return map[string]string{"CLERK_WEBHOOK_SIGNING_SECRET": vectorSecret}[name]
	}}); v == nil || err != nil {
		t.Errorf("a signing secret in the environment is all that is needed: %v", err)
	}
}

// What a stranger costs who sends as much as is read, with the signature of nobody.
func BenchmarkVerifyRequestOfAStranger(b *testing.B) {
	ck := clerktest.New(b, clerktest.Config{Now: atMoment})
	for name, secrets := range map[string][]string{"one secret": nil, "the same twice": {ck.WebhookSigningSecret()}, "two secrets": {otherSecret}} {
		b.Run(name, func(b *testing.B) {
			verifier, err := webhooks.New(options(ck, secrets...))
			if err != nil {
				b.Fatal(err)
			}
			event := ck.Webhook("user.created", nil).Raw(make([]byte, 512<<10)).Forged()
			header, body := event.Header(), event.Body()
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
				r.Header = header
				if _, err := verifier.VerifyRequest(r); err == nil {
					b.Fatal("was accepted")
				}
			}
		})
	}
}
