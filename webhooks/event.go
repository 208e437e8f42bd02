package webhooks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/usher-auth/usher/backend"
)

// An Event is one thing that happened, from a delivery that was verified.
type Event struct {
	// ID names the event (header svix-id). It is the same for every attempt to deliver it, and for every endpoint that it is
	// delivered to. Record it next to what a handler changes, in one transaction, to have the effect exactly once.
	ID string
	// Type says what happened. It may be one that this package does not know, see [Type.Known].
	Type Type
	// Timestamp is when it happened, in milliseconds; zero if the body does not say. Events arrive out of order: which of two
	// states is the newer one the member updated_at of the data says, and Timestamp where the data has none. Two events can
	// have the same time.
	Timestamp time.Time
	// SentAt is when this attempt to deliver it was signed, in seconds.
	SentAt time.Time
	// InstanceID is the Clerk instance that it happened in (ins_…). A service that several instances report to tells them
	// apart by it.
	InstanceID string
	// HTTPRequest is the request to Clerk that made it happen.
	HTTPRequest HTTPRequest
	// Data is what it happened to, as JSON. The types of this package have it decoded in a field of the same name; there it is
	// reached as e.Event.Data.
	Data json.RawMessage `json:"-"`
	// Raw is the whole body, as it was signed.
	Raw []byte `json:"-"`
}

// An HTTPRequest is what Clerk tells of the request that an [Event] follows from. The fields are empty where there was none,
// as for an event that time alone brought about.
type HTTPRequest struct {
	// ClientIP is the address of who sent the request, as text.
	ClientIP string
	// UserAgent is what the client called itself.
	UserAgent string
}

// LogValue returns id, type and time. What the event is about stays out of logs.
func (e Event) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", e.ID), slog.String("type", string(e.Type)), slog.Time("timestamp", e.Timestamp))
}

// String returns type and id, as in "user.created msg_1". What the event is about stays out of logs.
func (e Event) String() string { return string(e.Type) + " " + e.ID }

// MarshalJSON returns id, type and timestamp. What the event is about stays out of logs, also where an Event is a part of what
// is written. It holds for a struct that embeds an Event, such as those of this package, as a whole: other fields are not
// written either. To put an event into a queue, put Raw there, and the ID beside it.
func (e Event) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		ID        string    `json:"id"`
		Type      Type      `json:"type"`
		Timestamp time.Time `json:"timestamp"`
	}{e.ID, e.Type, e.Timestamp})
}

// Format writes what String returns, whatever the verb and its flags.
func (e Event) Format(f fmt.State, _ rune) {
	_, _ = f.Write([]byte(e.String())) // Format has nowhere to report an error to; fmt keeps it
}

// functionTakesStructNotPointer is what the compiler misses when a function for [On] takes a pointer.
func (Event) functionTakesStructNotPointer() {}

// parseEvent reads the envelope, which is all that events have in common. What is missing or of another JSON type stays empty,
// except where nothing could be done with the event then.
func parseEvent(id string, body []byte) (*Event, *Error) {
	envelope := object(body)
	if envelope == nil {
		return nil, refuse(ReasonEventInvalid, "the body is no JSON object")
	}
	e := &Event{ID: id, Data: envelope["data"], Raw: body}
	if raw, ok := envelope["type"]; ok && json.Unmarshal(raw, &e.Type) != nil {
		return nil, refuse(ReasonEventInvalid, "the type of the event is no string")
	}
	e.Timestamp = moment(envelope["timestamp"])
	e.InstanceID = text(envelope["instance_id"])
	request := object(object(envelope["event_attributes"])["http_request"])
	e.HTTPRequest = HTTPRequest{ClientIP: text(request["client_ip"]), UserAgent: text(request["user_agent"])}
	return e, nil
}

// object returns the members of a JSON object, or nil. Unlike a struct, a map takes names as they are spelt.
func object(raw []byte) (members map[string]json.RawMessage) {
	if json.Unmarshal(raw, &members) != nil {
		return nil
	}
	return members
}

// text returns a JSON string, or "".
func text(raw json.RawMessage) (s string) {
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// moment reads a time as the rest of the data has it. What is none is the zero time.
func moment(raw json.RawMessage) time.Time {
	var t backend.Time
	if len(raw) == 0 || t.UnmarshalJSON(bytes.TrimSpace(raw)) != nil {
		return time.Time{}
	}
	return t.Time
}
