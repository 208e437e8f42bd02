package webhooks

import (
	"encoding/json"

	"github.com/usher-auth/usher/backend"
)

// An Email is a message that Clerk sends, or would have sent if delivery by Clerk were not turned off for its template. Its
// text can hold one-time codes and links that sign somebody in: it does not belong into a log.
type Email struct {
	// Object is "email".
	Object string `json:"object"`
	// ID is the id of the message.
	ID string `json:"id"`
	// Slug names the template, such as "verification_code"; empty if there is none.
	Slug string `json:"slug"`
	// FromEmailName is the part of the sender's address before the @.
	FromEmailName string `json:"from_email_name"`
	// ReplyToEmailName is the part of the address for answers before the @; empty if there is none.
	ReplyToEmailName string `json:"reply_to_email_name"`
	// ToEmailAddress is who receives the message.
	ToEmailAddress string `json:"to_email_address"`
	// EmailAddressID is the id of that address, if it belongs to a user.
	EmailAddressID string `json:"email_address_id"`
	// UserID is the user whom the address belongs to, if any.
	UserID string `json:"user_id"`
	// Subject is the subject.
	Subject string `json:"subject"`
	// Body is the message in HTML.
	Body string `json:"body"`
	// BodyPlain is the message as plain text; empty if there is none.
	BodyPlain string `json:"body_plain"`
	// Status says how far the message has come, such as "queued".
	Status string `json:"status"`
	// Data is what the template was filled with; its members differ from one template to another.
	Data backend.Metadata `json:"data"`
	// DeliveredByClerk is false when the application has to send the message itself.
	DeliveredByClerk bool `json:"delivered_by_clerk"`
}

// An SMS is a text message that Clerk sends, or would have sent if delivery by Clerk were not turned off for its template. Its
// text can hold one-time codes: it does not belong into a log.
type SMS struct {
	// Object is "sms_message".
	Object string `json:"object"`
	// ID is the id of the message.
	ID string `json:"id"`
	// Slug names the template, such as "verification_code"; empty if there is none.
	Slug string `json:"slug"`
	// FromPhoneNumber is the number of the sender.
	FromPhoneNumber string `json:"from_phone_number"`
	// ToPhoneNumber is who receives the message.
	ToPhoneNumber string `json:"to_phone_number"`
	// PhoneNumberID is the id of that number, if it belongs to a user.
	PhoneNumberID string `json:"phone_number_id"`
	// UserID is the user whom the number belongs to, if any.
	UserID string `json:"user_id"`
	// Message is the text.
	Message string `json:"message"`
	// Status says how far the message has come, such as "queued".
	Status string `json:"status"`
	// Data is what the template was filled with; its members differ from one template to another.
	Data backend.Metadata `json:"data"`
	// DeliveredByClerk is false when the application has to send the message itself.
	DeliveredByClerk bool `json:"delivered_by_clerk"`
	// CreatedAt is when the message was made.
	CreatedAt backend.Time `json:"created_at_ms"`
}

// UnmarshalJSON decodes a message. Clerk's description calls the time of a message created_at_ms, and its example created_at;
// both are read.
func (s *SMS) UnmarshalJSON(data []byte) error {
	type plain SMS // without this method
	both := struct {
		*plain
		Other backend.Time `json:"created_at"`
	}{plain: (*plain)(s)}
	if err := json.Unmarshal(data, &both); err != nil {
		return err
	}
	if s.CreatedAt.IsZero() {
		s.CreatedAt = both.Other
	}
	return nil
}

// An EmailCreated says that Clerk has an email to send.
type EmailCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the message.
	Data *Email
}

func (e *EmailCreated) slots() (Type, *Event, any) { return TypeEmailCreated, &e.Event, &e.Data }

// An SMSCreated says that Clerk has a text message to send.
type SMSCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the message.
	Data *SMS
}

func (e *SMSCreated) slots() (Type, *Event, any) { return TypeSMSCreated, &e.Event, &e.Data }
