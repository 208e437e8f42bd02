package webhooks_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

// undecodable is an event with a member of another JSON type than it should have.
func (p *post) undecodable() *clerktest.Webhook {
	return p.ck.Webhook("user.created", map[string]any{"id": "user_1", "first_name": mark, "banned": mark})
}

func TestWhoGetsAnEventThatCannotBeDecoded(t *testing.T) {
	for _, row := range []struct {
		name   string
		keep   error // of the function for undecodable events; errNone without one
		other  error // of the function for other events; errNone without one
		raw    error // of the function of Handle; errNone without one
		want   int
		reason string
		calls  [3]int // of the three
	}{
		{"nobody", errNone, errNone, errNone, 500, "webhook-event-invalid", [3]int{0, 0, 0}},
		{"the function for it", nil, errNone, errNone, 204, "", [3]int{1, 0, 0}},
		{"the function for it, which cannot keep it", errNo, errNone, errNone, 500, "webhook-handler-failed", [3]int{1, 0, 0}},
		{"the function for it, and not the one for other types", nil, nil, errNone, 204, "", [3]int{1, 0, 0}},
		{"the function for other types", errNone, nil, errNone, 204, "", [3]int{0, 1, 0}},
		{"the function for other types, which fails", errNone, errNo, errNone, 500, "webhook-handler-failed", [3]int{0, 1, 0}},
		{"a function of Handle alone", errNone, errNone, nil, 500, "webhook-event-invalid", [3]int{0, 0, 1}},
		{"a function of Handle, and the one for it", nil, errNone, nil, 204, "", [3]int{1, 0, 1}},
		{"a function of Handle, which fails, and the one for it", nil, errNone, errNo, 500, "webhook-handler-failed", [3]int{1, 0, 1}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newPost(t)
			mux := p.mux(t)
			webhooks.On(mux, func(context.Context, webhooks.UserCreated) error { t.Error("On was called"); return nil })
			webhooks.OnData(mux, func(context.Context, *webhooks.Event, *backend.User) error { t.Error("OnData was called"); return nil }, webhooks.TypeUserCreated)
			keep, other, raw := &counter{err: row.keep}, &counter{err: row.other}, &counter{err: row.raw}
			if row.keep != errNone { //nolint:errorlint // it is this one
				mux.HandleUndecodable(func(ctx context.Context, e *webhooks.Event, cause error) error {
					if got := reasonOf(t, cause); got != webhooks.ReasonEventInvalid || !strings.Contains(cause.Error(), `"banned"`) {
						t.Errorf("the cause is %v", cause)
					}
					return keep.handle(ctx, e)
				})
			}
			if row.other != errNone { //nolint:errorlint // it is this one
				mux.HandleOther(other.handle)
			}
			if row.raw != errNone { //nolint:errorlint // it is this one
				mux.Handle(webhooks.TypeUserCreated, raw.handle)
			}
			answer := p.undecodable().Deliver(mux)
			if answer.Code != row.want || !strings.Contains(answer.Body.String(), row.reason) || strings.Contains(answer.Body.String(), mark) {
				t.Errorf("got %d %s, want %d", answer.Code, answer.Body, row.want)
			}
			if got := [3]int{keep.calls(), other.calls(), raw.calls()}; got != row.calls {
				t.Errorf("calls %v, want %v", got, row.calls)
			}
			if keep.calls() == 1 && !strings.Contains(string(keep.events[0].Raw), mark) {
				t.Error("the function did not get the event")
			}
			if log := p.log.String(); !strings.Contains(log, `\"banned\"`) || !strings.Contains(log, "reason=webhook-event-invalid") || strings.Contains(log, mark) {
				t.Errorf("the log is %s", log)
			}
		})
	}
}

// errNone stands for no function at all.
var errNone = errors.New("there is no function")

func TestAnEventThatWasKeptIsHandled(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	webhooks.On(mux, func(context.Context, webhooks.UserCreated) error { return nil })
	event, kept := p.undecodable(), 0
	wantStatus(t, mux, event, 500)
	mux.HandleUndecodable(func(context.Context, *webhooks.Event, error) error { kept++; return nil })
	wantStatus(t, mux, event, 204)
	wantStatus(t, mux, event, 204)
	if kept != 1 {
		t.Errorf("it was kept %d times", kept)
	}
}

// decodeAs decodes data as that of an event of this type.
func decodeAs[T any, P webhooks.Typed[T]](t webhooks.Type, data string) (T, error) {
	return webhooks.As[T, P](&webhooks.Event{ID: "msg_1", Type: t, Data: []byte(data)})
}

func TestNumbersAndObjectsInOtherForms(t *testing.T) {
	const want = 7
	for _, form := range []string{"7", `"7"`, "7.0", "7e0", `"7.0"`} {
		got, err := decodeAs[webhooks.SubscriptionItemActive](webhooks.TypeSubscriptionItemActive,
			`{"id":"i","plan":{"amount":`+form+`,"unit_prices":[{"block_size":`+form+`}]},"seats":{"quantity":`+form+`}}`)
		if err != nil {
			t.Errorf("%s: %v", form, err)
			continue
		}
		seats, _ := got.Data.Seats.Quantity.Get()
		if got.Data.Plan.Amount != want || got.Data.Plan.UnitPrices[0].BlockSize != want || seats != want || got.Data.ID != "i" {
			t.Errorf("%s is read as %+v", form, got.Data)
		}
	}
	got, err := decodeAs[webhooks.SubscriptionItemActive](webhooks.TypeSubscriptionItemActive, `{"id":"i","plan":[],"seats":[ ],"payer":null}`)
	if err != nil || got.Data.Plan == nil || got.Data.Seats == nil || got.Data.ID != "i" {
		t.Errorf("empty arrays: %v", err)
	}
	user, err := decodeAs[webhooks.UserCreated](webhooks.TypeUserCreated, `{"id":null,"email_addresses":[{"id":"a","verification":[]}],"banned":null,"created_at":null}`)
	if err != nil || user.Data.EmailAddresses[0].ID != "a" {
		t.Errorf("nulls and an empty array: %v", err)
	}
}

func TestWhatCanBeReadInTwoWaysIsNotGuessed(t *testing.T) {
	for _, row := range []struct{ name, data, member string }{
		{"a text that is no number", `{"plan":{"amount":"` + mark + `"}}`, "plan.amount"},
		{"a fraction", `{"plan":{"amount":7.5}}`, "plan.amount"},
		{"more than 64 bits", `{"plan":{"amount":99999999999999999999}}`, "plan.amount"},
		{"more than a float64 tells apart", `{"plan":{"amount":9007199254740993.0}}`, "plan.amount"},
		{"a number that is infinite", `{"plan":{"amount":"inf"}}`, "plan.amount"},
		{"an empty text for a number", `{"plan":{"amount":""}}`, "plan.amount"},
		{"an array with something in it", `{"plan":["` + mark + `"]}`, "plan"},
		{"an array for a text", `{"id":[]}`, "id"},
		{"an object for a text", `{"id":{"` + mark + `":1}}`, "id"},
		{"a number for a text", `{"id":12345}`, "id"},
		{"a text for a flag", `{"is_free_trial":"true"}`, "is_free_trial"},
		{"a time that is none", `{"created_at":"` + mark + `"}`, "created_at"},
		{"an element of a list", `{"plan":{"unit_prices":[{},{"tiers":[{"starts_at_block":true}]}]}}`, "plan.unit_prices[1].tiers[0].starts_at_block"},
		{"a quantity that is no number", `{"seats":{"quantity":"` + mark + `"}}`, "seats.quantity"},
		{"a text for an object", `{"seats":"` + mark + `"}`, "seats"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := decodeAs[webhooks.SubscriptionItemActive](webhooks.TypeSubscriptionItemActive, row.data)
			if got := reasonOf(t, err); got != webhooks.ReasonEventInvalid || !strings.Contains(err.Error(), `the member "`+row.member+`" of the data`) {
				t.Errorf("got %v, which does not name %s", err, row.member)
			}
		})
	}
}

func TestAsWithoutAnEvent(t *testing.T) {
	created, err := webhooks.As[webhooks.UserCreated](nil)
	if reasonOf(t, err) != webhooks.ReasonTypeMismatch || created.Data != nil {
		t.Errorf("got %v, %v", created, err)
	}
}
