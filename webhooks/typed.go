package webhooks

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// A Typed is a pointer to one of the structs of this package that hold an event of one type, such as *[UserCreated]. It is what
// lets [On] and [As] find out from T which type is meant; nothing outside the package implements it.
type Typed[T any] interface {
	*T
	// slots returns the type of the event and where its parts belong.
	slots() (Type, *Event, any)
}

// As returns the event as the struct of its type:
//
//	created, err := webhooks.As[webhooks.UserCreated](event)
//
// It goes by the type alone, never by the member "object" of the data. Members that are missing, null or unknown do no harm,
// and the Data of what is returned is never nil.
// The error is an [*Error] with status 500: ReasonTypeMismatch if the event is of another type, and ReasonEventInvalid if it
// has no data, or data with a member of another JSON type than it should have. [Event.Data] can be decoded in another way.
func As[T any, P Typed[T]](event *Event) (T, error) {
	var none, typed T
	want, envelope, data := P(&typed).slots()
	if event.Type != want {
		refusal := refuse(ReasonTypeMismatch, "the event is not of the type %s", want)
		refusal.Status = http.StatusInternalServerError
		return none, refusal
	}
	if raw := bytes.TrimSpace(event.Data); len(raw) == 0 || raw[0] != '{' {
		return none, undecodable(want, errors.New("the data is no JSON object"))
	}
	if err := json.Unmarshal(event.Data, data); err != nil {
		return none, undecodable(want, withoutValue(err))
	}
	*envelope = *event
	return typed, nil
}

func undecodable(t Type, cause error) *Error {
	return &Error{
		Status: http.StatusInternalServerError, Reason: ReasonEventInvalid, Err: cause,
		Detail: fmt.Sprintf("the data of the event %s does not fit its type in this package; register a function for it with Mux.Handle "+
			"and decode Event.Data there, until a newer version of Usher can", t),
	}
}

// withoutValue keeps of an error of encoding/json what cannot hold a part of the data.
func withoutValue(err error) error {
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) {
		return fmt.Errorf("the member %q is not a Go %s", mismatch.Field, mismatch.Type)
	}
	return errors.New("a member has a form that cannot be decoded")
}

// On registers handle for the events of one type, which the type of its second parameter says:
//
//	webhooks.On(mux, func(ctx context.Context, e webhooks.UserCreated) error { … })
//
// What [Mux.Handle] says of functions holds here too. An event that cannot be decoded counts as a failure of the handler: it is
// logged, and the sender tries again.
func On[T any, P Typed[T]](m *Mux, handle func(ctx context.Context, event T) error) {
	var none T
	t, _, _ := P(&none).slots()
	if handle == nil {
		m.Handle(t, nil)
		return
	}
	m.Handle(t, func(ctx context.Context, event *Event) error {
		typed, err := As[T, P](event)
		if err != nil {
			return err
		}
		return handle(ctx, typed)
	})
}
