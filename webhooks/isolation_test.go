package webhooks_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/webhooks"
)

func TestWhatAFunctionChangesInItsEventStaysThere(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*webhooks.Event)
	}{
		{"the id", func(e *webhooks.Event) { e.ID = "msg_other" }},
		{"the type", func(e *webhooks.Event) { e.Type = "user.deleted" }},
		{"the bytes of the data", func(e *webhooks.Event) { clear(e.Data) }},
		{"the bytes of the body", func(e *webhooks.Event) { clear(e.Raw) }},
		{"all of it", func(e *webhooks.Event) { *e = webhooks.Event{} }},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newPost(t)
			mux := p.mux(t)
			after := &counter{}
			typed := 0
			mux.Handle(webhooks.TypeUserCreated, func(_ context.Context, e *webhooks.Event) error { row.change(e); return nil })
			mux.Handle(webhooks.TypeUserCreated, after.handle)
			webhooks.On(mux, func(_ context.Context, e webhooks.UserCreated) error {
				row.change(&e.Event)
				if e.Data.FirstName == mark {
					typed++
				}
				return nil
			})
			event := p.event().ID("msg_1")
			wantStatus(t, mux, event, 204)
			wantStatus(t, mux, event, 204)
			wantStatus(t, mux, p.event().ID("msg_other"), 204) // a real event that was not handled yet
			if after.calls() != 2 || typed != 2 {
				t.Fatalf("%d and %d calls, want 2 for two events", after.calls(), typed)
			}
			if got := after.events[0]; got.ID != "msg_1" || got.Type != webhooks.TypeUserCreated || !json.Valid(got.Data) || !json.Valid(got.Raw) {
				t.Errorf("the next function got %q %q %q", got.ID, got.Type, got.Data)
			}
		})
	}
}

func TestEveryFunctionRunsWhateverTheOthersDo(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	first, second, last := &counter{err: errNo}, &counter{err: errors.New("the queue is full")}, &counter{}
	mux.Handle(webhooks.TypeUserCreated, first.handle)
	mux.Handle(webhooks.TypeUserCreated, func(context.Context, *webhooks.Event) error { panic("early") })
	mux.Handle(webhooks.TypeUserCreated, second.handle)
	mux.Handle(webhooks.TypeUserCreated, last.handle)
	wantStatus(t, mux, p.event(), 500)
	if first.calls() != 1 || second.calls() != 1 || last.calls() != 1 {
		t.Errorf("calls: %d, %d and %d, want one each", first.calls(), second.calls(), last.calls())
	}
	for _, want := range []string{"the database is down", "the queue is full", "stack="} {
		if !strings.Contains(p.log.String(), want) {
			t.Errorf("the log does not hold %q: %s", want, p.log)
		}
	}
}

func TestAnEventWithoutATypeIsRefused(t *testing.T) {
	for name, body := range map[string]string{
		"no type": `{"data":{}}`, "null": `{"type":null,"data":{}}`, "empty": `{"type":"","data":{}}`, "spelt otherwise": `{"Type":"user.created"}`,
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t)
			mux := p.mux(t)
			mux.HandleOther(func(context.Context, *webhooks.Event) error { t.Error("was called"); return nil })
			answer := p.event().Raw([]byte(body)).Deliver(mux)
			if answer.Code != 400 || !strings.Contains(answer.Body.String(), string(webhooks.ReasonEventInvalid)) {
				t.Errorf("got %d %s", answer.Code, answer.Body)
			}
		})
	}
}

// An untouchable body fails the test when somebody reads it.
type untouchable struct{ t *testing.T }

func (u untouchable) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, http.ErrBodyReadAfterClose
}
func (untouchable) Close() error { return nil }

func TestHeadersAreJudgedBeforeTheBodyIsRead(t *testing.T) {
	for _, row := range []struct {
		name string
		edit func(http.Header)
		want clerk.Reason
	}{
		{"no headers", func(h http.Header) { clear(h) }, webhooks.ReasonHeadersMissing},
		{"the id twice", func(h http.Header) { h.Add("Svix-Id", "msg_2") }, webhooks.ReasonHeadersAmbiguous},
		{"a timestamp that is a date", func(h http.Header) { h.Set("Svix-Timestamp", "2021-02-25") }, webhooks.ReasonHeadersInvalid},
		{"a signature that is none", func(h http.Header) { h.Set("Svix-Signature", "v1,x") }, webhooks.ReasonHeadersInvalid},
		{"33 signatures", func(h http.Header) { h.Set("Svix-Signature", strings.Repeat(vectorSignature+" ", 32)+vectorSignature) }, webhooks.ReasonHeadersInvalid},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newPost(t)
			r := p.event().Sign(request())
			row.edit(r.Header)
			r.Body, r.ContentLength = untouchable{t}, -1
			answer := httptest.NewRecorder()
			p.mux(t).ServeHTTP(answer, r)
			if answer.Code != 400 || !strings.Contains(answer.Body.String(), string(row.want)) || answer.Header().Get("Connection") != "close" {
				t.Errorf("got %d %v %s", answer.Code, answer.Header(), answer.Body)
			}
		})
	}
}

func TestAMalformedSignatureBesidesAGoodOneDoesNoHarm(t *testing.T) {
	for _, extra := range []string{"v1,x", "v1", ",", "", "nonsense", "v1," + vectorSignature[3:] + ",x", "v1," + strings.TrimSuffix(vectorSignature[3:], "=")} {
		for _, list := range []string{extra + " " + vectorSignature, vectorSignature + " " + extra} {
			h := vectorHeader("Svix")
			h.Set("Svix-Signature", list)
			if _, err := vectorVerifier(t, vectorMoment).Verify(h, []byte(vectorBody)); err != nil {
				t.Errorf("%q: %v", list, err)
			}
		}
	}
}

func TestJSONOfAnEventShowsNothingOfIt(t *testing.T) {
	p := newPost(t)
	event, err := p.verifier.VerifyRequest(p.event().ID("msg_1").Sign(request()))
	if err != nil {
		t.Fatal(err)
	}
	created, err := webhooks.As[webhooks.UserCreated](event)
	if err != nil {
		t.Fatal(err)
	}
	type job struct {
		Event *webhooks.Event
		Typed webhooks.UserCreated
		Any   any
	}
	for name, value := range map[string]any{
		"a pointer": event, "a value": *event, "a slice": []webhooks.Event{*event}, "a map": map[string]any{"e": event},
		"a typed event": created, "a pointer to one": &created, "several of them": []webhooks.UserCreated{created}, "a struct": job{event, created, created},
	} {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		// []byte is written in base64, in which the mark is not to be seen; the length gives it away.
		if strings.Contains(string(text), mark) || strings.Contains(string(text), "user_1") || len(text) > 400 || !strings.Contains(string(text), `"id":"msg_1","type":"user.created","timestamp":`) {
			t.Errorf("%s is %s", name, text)
		}
	}
}
