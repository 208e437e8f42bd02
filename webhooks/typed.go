package webhooks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
)

// A Typed is a pointer to one of the structs of this package that hold an event of one type, such as *[UserCreated]. It is what
// lets [On] and [As] find out from T which type is meant; nothing outside the package implements it.
type Typed[T any] interface {
	*T
	functionTakesStructNotPointer()
	// slots returns the type of the event and where its parts belong.
	slots() (Type, *Event, any)
}

// As returns the event as the struct of its type:
//
//	created, err := webhooks.As[webhooks.UserCreated](event)
//
// It goes by the type alone, never by the member "object" of the data. Members that are missing, null or unknown do no harm;
// nor does what can be read in one way only, such as "7" and 7.0 for the number 7, and [] for an object without members. The Data of what is
// returned is never nil; its other fields share memory with event.
//
// The error is an [*Error] with status 500: ReasonTypeMismatch if the event is nil or of another type, and ReasonEventInvalid
// if it has no data, or data with a member of another JSON type than it should have; the error names the member.
// [Event.Data] can be decoded in another way.
func As[T any, P Typed[T]](event *Event) (T, error) {
	var none, typed T
	want, envelope, data := P(&typed).slots()
	if event == nil || event.Type != want {
		refusal := refuse(ReasonTypeMismatch, "the event is not of the type %s", want)
		refusal.Status = http.StatusInternalServerError
		return none, refusal
	}
	if err := decodeData(event, data); err != nil {
		return none, err
	}
	*envelope = *event
	return typed, nil
}

// decodeData decodes the data of an event into a pointer to a pointer.
func decodeData(event *Event, into any) error {
	var err error
	if raw := bytes.TrimSpace(event.Data); len(raw) == 0 || raw[0] != '{' {
		err = errors.New("the data is no JSON object")
	} else if err = decode(raw, into); err == nil {
		return nil
	}
	return &Error{
		Status: http.StatusInternalServerError, Reason: ReasonEventInvalid, Err: err,
		Detail: fmt.Sprintf("the data of the event %s does not fit its type in this package; keep such events with Mux.HandleUndecodable, "+
			"and have their type handled with Mux.Handle, without On, until a newer version of Usher can decode it", event.Type),
	}
}

// On registers handle for the events of one type, which the type of its second parameter says; it is a struct, not a pointer:
//
//	webhooks.On(mux, func(ctx context.Context, e webhooks.UserCreated) error { … })
//
// What [Mux.Handle] says of functions holds here too. The function is not called for an event that cannot be decoded, see
// [Mux.HandleUndecodable]. On panics if handle is nil.
func On[T any, P Typed[T]](m *Mux, handle func(ctx context.Context, event T) error) {
	var none T
	t, _, _ := P(&none).slots()
	if handle == nil {
		panic(fmt.Sprintf("webhooks: the function for the type %q is nil", t))
	}
	m.register(t, func(event *Event) (func(context.Context) error, error) {
		typed, err := As[T, P](event.clone())
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context) error { return handle(ctx, typed) }, nil
	})
}

// OnData registers one function for several types of events that have the same data:
//
//	webhooks.OnData(mux, func(ctx context.Context, e *webhooks.Event, user *backend.User) error { … },
//		webhooks.TypeUserCreated, webhooks.TypeUserUpdated)
//
// It is otherwise like [On]. The data of a type that this package does not know is whatever the function takes. OnData panics
// if handle is nil, if there is no type, or if the data of one is another than that of the function.
func OnData[D any](m *Mux, handle func(ctx context.Context, event *Event, data *D) error, types ...Type) {
	if handle == nil || len(types) == 0 {
		panic("webhooks: OnData needs a function and the types that it is for")
	}
	for _, t := range types {
		if want, ok := dataOf(t); ok {
			if _, fits := want.(**D); !fits {
				panic(fmt.Sprintf("webhooks: the data of the type %q is a %T, not a %T", t, deref(want), (*D)(nil)))
			}
		}
	}
	for _, t := range slices.Compact(slices.Sorted(slices.Values(types))) {
		m.register(t, func(event *Event) (func(context.Context) error, error) {
			own := event.clone()
			var data *D
			if err := decodeData(own, &data); err != nil {
				return nil, err
			}
			return func(ctx context.Context) error { return handle(ctx, own, data) }, nil
		})
	}
}

// deref takes one pointer from a pointer to a pointer, for a message.
func deref(v any) any { return reflect.ValueOf(v).Elem().Interface() }
