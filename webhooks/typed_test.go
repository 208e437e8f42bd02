package webhooks_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/webhooks"
)

// A decoded is what a typed function was called with.
type decoded struct {
	name  string // of the Go type
	event webhooks.Event
	data  any
}

// on registers a function for the events of type T that notes what it gets, and counts that it did.
func on[T any, P webhooks.Typed[T]](mux *webhooks.Mux, got *[]decoded) {
	webhooks.On[T, P](mux, func(_ context.Context, e T) error {
		v := reflect.ValueOf(e)
		event, _ := v.FieldByName("Event").Interface().(webhooks.Event)
		*got = append(*got, decoded{v.Type().Name(), event, v.FieldByName("Data").Interface()})
		return nil
	})
}

// onEverything registers a function for every type that the package has a struct for.
func onEverything(mux *webhooks.Mux, got *[]decoded) {
	on[webhooks.EmailCreated](mux, got)
	on[webhooks.OrganizationCreated](mux, got)
	on[webhooks.OrganizationUpdated](mux, got)
	on[webhooks.OrganizationDeleted](mux, got)
	on[webhooks.OrganizationDomainCreated](mux, got)
	on[webhooks.OrganizationDomainUpdated](mux, got)
	on[webhooks.OrganizationDomainDeleted](mux, got)
	on[webhooks.OrganizationInvitationCreated](mux, got)
	on[webhooks.OrganizationInvitationAccepted](mux, got)
	on[webhooks.OrganizationInvitationRevoked](mux, got)
	on[webhooks.OrganizationMembershipCreated](mux, got)
	on[webhooks.OrganizationMembershipUpdated](mux, got)
	on[webhooks.OrganizationMembershipDeleted](mux, got)
	on[webhooks.PaymentAttemptCreated](mux, got)
	on[webhooks.PaymentAttemptUpdated](mux, got)
	on[webhooks.PermissionCreated](mux, got)
	on[webhooks.PermissionUpdated](mux, got)
	on[webhooks.PermissionDeleted](mux, got)
	on[webhooks.RoleCreated](mux, got)
	on[webhooks.RoleUpdated](mux, got)
	on[webhooks.RoleDeleted](mux, got)
	on[webhooks.SessionCreated](mux, got)
	on[webhooks.SessionPending](mux, got)
	on[webhooks.SessionEnded](mux, got)
	on[webhooks.SessionRemoved](mux, got)
	on[webhooks.SessionRevoked](mux, got)
	on[webhooks.SMSCreated](mux, got)
	on[webhooks.SubscriptionCreated](mux, got)
	on[webhooks.SubscriptionUpdated](mux, got)
	on[webhooks.SubscriptionActive](mux, got)
	on[webhooks.SubscriptionPastDue](mux, got)
	on[webhooks.SubscriptionItemAbandoned](mux, got)
	on[webhooks.SubscriptionItemActive](mux, got)
	on[webhooks.SubscriptionItemCanceled](mux, got)
	on[webhooks.SubscriptionItemCreated](mux, got)
	on[webhooks.SubscriptionItemEnded](mux, got)
	on[webhooks.SubscriptionItemFreeTrialEnding](mux, got)
	on[webhooks.SubscriptionItemIncomplete](mux, got)
	on[webhooks.SubscriptionItemPastDue](mux, got)
	on[webhooks.SubscriptionItemUpcoming](mux, got)
	on[webhooks.SubscriptionItemUpdated](mux, got)
	on[webhooks.UserCreated](mux, got)
	on[webhooks.UserUpdated](mux, got)
	on[webhooks.UserDeleted](mux, got)
	on[webhooks.WaitlistEntryCreated](mux, got)
	on[webhooks.WaitlistEntryUpdated](mux, got)
}

func TestEveryTypeHasAStructOfItsName(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	var got []decoded
	onEverything(mux, &got)
	for _, eventType := range webhooks.Types() {
		t.Run(string(eventType), func(t *testing.T) {
			got = nil
			// Clerk's own examples write other values into object than its schemas allow: the type alone decides.
			wantStatus(t, mux, p.ck.Webhook(string(eventType), map[string]any{"object": "something else", "id": "id_1", "strange": 1}), 204)
			if len(got) != 1 {
				t.Fatalf("%d functions were called", len(got))
			}
			subject, verb, _ := strings.Cut(string(eventType), ".")
			if name := subject + verb; !strings.EqualFold(got[0].name, name) {
				t.Errorf("the struct is %s, want %s", got[0].name, name)
			}
			if id := reflect.ValueOf(got[0].data).Elem().FieldByName("ID").String(); id != "id_1" {
				t.Errorf("the id is %q", id)
			}
			if got[0].event.Type != eventType || len(got[0].event.Raw) == 0 || len(got[0].event.Data) == 0 {
				t.Errorf("the event is %#v", got[0].event)
			}
			if !eventType.Known() {
				t.Error("the type is not known")
			}
		})
	}
	if n := len(webhooks.Types()); n != 46 {
		t.Errorf("%d types, want the 45 of Clerk's description and one of its JavaScript library", n)
	}
}

func TestTypesIsTheCallersOwn(t *testing.T) {
	webhooks.Types()[0] = "changed"
	if webhooks.Types()[0] == "changed" || !webhooks.TypeEmailCreated.Known() || webhooks.Type("user.Created").Known() {
		t.Error("the list of types can be changed")
	}
}

func TestMembersOfAnEvent(t *testing.T) {
	p := newPost(t)
	body := func(timestamp string) []byte {
		return []byte(`{"object":"event","type":"user.created","data":{"id":"user_1"},"timestamp":` + timestamp + `,"instance_id":"ins_1",` +
			`"event_attributes":{"http_request":{"client_ip":"2001:db8::1","user_agent":"Browser/1"}},"new":[1]}`)
	}
	want := time.UnixMilli(1716883200000)
	for _, row := range []struct {
		name, timestamp string
		want            time.Time
	}{
		{"milliseconds", "1716883200000", want},
		{"seconds", "1716883200", want},
		{"null", "null", time.Time{}},
		{"zero", "0", time.Time{}},
		{"the last number that is seconds", "99999999999", time.Unix(99999999999, 0)},
		{"the first number that is milliseconds", "100000000000", time.UnixMilli(100000000000)},
		{"seconds before 1970", "-5", time.Unix(-5, 0)},
		{"a number with a fraction", "1716883200000.0", want},
		{"a text by RFC 3339", `"2024-05-28T08:00:00Z"`, want},
		{"another text", `"yesterday"`, time.Time{}},
		{"too large for 64 bits", "99999999999999999999", time.Time{}},
	} {
		t.Run("timestamp in "+row.name, func(t *testing.T) {
			raw := body(row.timestamp)
			event, err := p.verifier.VerifyRequest(p.event().ID("msg_1").Raw(raw).Sign(request()))
			if err != nil {
				t.Fatal(err)
			}
			if !event.Timestamp.Equal(row.want) {
				t.Errorf("got %v, want %v", event.Timestamp, row.want)
			}
			if event.ID != "msg_1" || event.Type != webhooks.TypeUserCreated || event.InstanceID != "ins_1" || !event.SentAt.Equal(moment) ||
				event.HTTPRequest != (webhooks.HTTPRequest{ClientIP: "2001:db8::1", UserAgent: "Browser/1"}) ||
				string(event.Data) != `{"id":"user_1"}` || string(event.Raw) != string(raw) {
				t.Errorf("got %#v", event)
			}
		})
	}
}

func TestBodiesThatAreNoEvent(t *testing.T) {
	p := newPost(t)
	for _, row := range []struct {
		name, body string
		want       clerk.Reason
	}{
		{"empty", "", webhooks.ReasonEventInvalid},
		{"no JSON", "event", webhooks.ReasonEventInvalid},
		{"half an object", `{"type":"user.created"`, webhooks.ReasonEventInvalid},
		{"two objects", `{} {}`, webhooks.ReasonEventInvalid},
		{"an array", `[{}]`, webhooks.ReasonEventInvalid},
		{"null", `null`, webhooks.ReasonEventInvalid},
		{"a type that is no text", `{"type":["` + mark + `"]}`, webhooks.ReasonEventInvalid},
		{"no type", `{}`, ""},
		{"a type spelt otherwise", `{"Type":1}`, ""},
		{"members of other JSON types", `{"type":"a","timestamp":{},"instance_id":7,"event_attributes":[]}`, ""},
		{"attributes of other JSON types", `{"type":"a","event_attributes":{"http_request":{"client_ip":1,"user_agent":null}}}`, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := p.verifier.VerifyRequest(p.event().Raw([]byte(row.body)).Sign(request()))
			if got := reasonOf(t, err); got != row.want {
				t.Errorf("got reason %q, want %q", got, row.want)
			}
		})
	}
}

func TestDataThatDoesNotFit(t *testing.T) {
	p := newPost(t)
	for _, row := range []struct{ name, data string }{
		{"no data", ""},
		{"null", `"data":null`},
		{"a text", `"data":"` + mark + `"`},
		{"an id that is a number", `"data":{"id":12345}`},
		{"a flag that is a text", `"data":{"banned":"` + mark + `"}`},
		{"a time that is another text", `"data":{"created_at":"` + mark + `"}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			body := `{"type":"user.created"}`
			if row.data != "" {
				body = `{"type":"user.created",` + row.data + `}`
			}
			event, err := p.verifier.VerifyRequest(p.event().Raw([]byte(body)).Sign(request()))
			if err != nil {
				t.Fatal(err)
			}
			_, err = webhooks.As[webhooks.UserCreated](event)
			if got := reasonOf(t, err); got != webhooks.ReasonEventInvalid {
				t.Errorf("got reason %q", got)
			}
			mux := p.mux(t)
			webhooks.On(mux, func(context.Context, webhooks.UserCreated) error { t.Error("was called"); return nil })
			wantStatus(t, mux, p.event().Raw([]byte(body)), 500)
			if strings.Contains(p.log.String(), mark) {
				t.Error("the log gives something away")
			}
		})
	}
}

func TestAsOfAnotherType(t *testing.T) {
	p := newPost(t)
	event, err := p.verifier.VerifyRequest(p.event().Sign(request()))
	if err != nil {
		t.Fatal(err)
	}
	if created, err := webhooks.As[webhooks.UserCreated](event); err != nil || created.Data.ID != "user_1" || created.ID != event.ID {
		t.Errorf("got %v, %v", created, err)
	}
	_, err = webhooks.As[webhooks.UserUpdated](event) // the same data, another meaning
	if got := reasonOf(t, err); got != webhooks.ReasonTypeMismatch {
		t.Errorf("got reason %q", got)
	}
	var refusal *webhooks.Error
	if !errors.As(err, &refusal) || refusal.Status != 500 {
		t.Errorf("got %#v", err)
	}
}

func TestNestedDataOfWebhooks(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	var got []decoded
	onEverything(mux, &got)
	for _, row := range []struct {
		name, eventType, data string
		check                 func(data any) bool
	}{
		{"a session has its user", "session.created", `{"id":"sess_1","user_id":"user_1","status":"active","user":{"id":"user_1","first_name":"Ada"}}`, func(data any) bool {
			s, ok := data.(*webhooks.Session)
			return ok && s.ID == "sess_1" && s.UserID == "user_1" && s.User != nil && s.User.FirstName == "Ada"
		}},
		{"a session may be without", "session.ended", `{"id":"sess_1","latest_activity":null}`, func(data any) bool {
			s, ok := data.(*webhooks.Session)
			return ok && s.ID == "sess_1" && s.User == nil
		}},
		{"an invitation has nested data", "organizationInvitation.accepted", `{"id":"orginv_1","role":"org:member","user_id":"user_1","data":{"public_organization_data":{"id":"org_1","slug":"acme"}}}`, func(data any) bool {
			i, ok := data.(*webhooks.OrganizationInvitation)
			return ok && i.ID == "orginv_1" && i.UserID == "user_1" && i.Role == "org:member" && i.Data.PublicOrganizationData.Slug == "acme"
		}},
		{"an invitation may be without", "organizationInvitation.created", `{"id":"orginv_1","data":{"public_organization_data":null}}`, func(data any) bool {
			i, ok := data.(*webhooks.OrganizationInvitation)
			return ok && i.ID == "orginv_1" && i.UserID == "" && i.Data.PublicOrganizationData == nil
		}},
		{"a text message by the schema", "sms.created", `{"id":"sms_1","created_at_ms":1716883200000}`, func(data any) bool {
			s, ok := data.(*webhooks.SMS)
			return ok && s.ID == "sms_1" && s.CreatedAt.UnixMilli() == 1716883200000
		}},
		{"a text message by the example", "sms.created", `{"id":"sms_1","created_at":1716883200000}`, func(data any) bool {
			s, ok := data.(*webhooks.SMS)
			return ok && s.ID == "sms_1" && s.CreatedAt.UnixMilli() == 1716883200000
		}},
		{"an item without a payer", "subscriptionItem.active", `{"id":"item_1","plan":null,"payer":null,"period_end":null,"seats":{"quantity":null}}`, func(data any) bool {
			i, ok := data.(*webhooks.SubscriptionItem)
			return ok && i.ID == "item_1" && i.Plan == nil && i.Payer == nil && i.PeriodEnd.IsZero() && i.Seats.Quantity.IsNull()
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got = nil
			wantStatus(t, mux, p.ck.Webhook(row.eventType, json.RawMessage(row.data)), 204)
			if len(got) != 1 || !row.check(got[0].data) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestPrintingAnEventShowsNothingOfIt(t *testing.T) {
	p := newPost(t)
	event, err := p.verifier.VerifyRequest(p.event().ID("msg_1").Sign(request()))
	if err != nil {
		t.Fatal(err)
	}
	typed, err := webhooks.As[webhooks.UserCreated](event)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		fmt.Sprint(event), fmt.Sprintf("%+v", *event), fmt.Sprintf("%#v", event), fmt.Sprintf("%s", typed), fmt.Sprintf("%+v", &typed),
		event.LogValue().String(), typed.String(),
	} {
		if strings.Contains(text, mark) || !strings.Contains(text, "msg_1") || !strings.Contains(text, "user.created") {
			t.Errorf("got %s", text)
		}
	}
}
