package backendapi

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// An API answers as the Backend API of a world.
type API struct {
	w         *world.World
	secretKey string
	images    string // the address that pictures lie below

	// Tickets is the address that tickets are to be added to, for who has one to open. It is set before the API serves.
	Tickets string

	// Instance returns what answers say of the instance. It is set before the first request, and called with the lock of the
	// world held.
	Instance func() Instance
}

// An Instance is what its answers say of it, and its keys.
type Instance struct {
	ID          string // ins_…
	FrontendAPI string // its address, without a slash at the end; the issuer of tokens
	Production  bool
	MinUsername int // how many characters a username has at least

	// Sign makes a compact token with the key of the instance. header has all but alg and kid.
	Sign func(header map[string]any, claims []byte) (string, error)
	// Open returns what is in a token that a key of the instance has signed, expired or not.
	Open func(token string) (Opened, bool)
}

// An Opened is a token whose signature is right.
type Opened struct {
	Type, Category string // the header members typ and cat, "" for none
	Claims         []byte
}

// New returns the API of a world for those who have the secret key, and has the world tell of its changes as webhooks do.
func New(w *world.World, secretKey, images string) *API {
	a := &API{w: w, secretKey: secretKey, images: images, Instance: func() Instance { return Instance{} }}
	a.announce()
	return a
}

// Operations returns what is served: the routing table.
func (a *API) Operations() []Operation {
	return slices.Concat(
		a.adminPortal(),
		a.agentTasks(),
		a.allowlist(),
		a.apiKeys(),
		a.billing(),
		a.blocklist(),
		a.connections(),
		a.directories(),
		a.domains(),
		a.emailAddresses(),
		a.instance(),
		a.interstitial(),
		a.invitations(),
		a.jwtTemplates(),
		a.m2mTokens(),
		a.machines(),
		a.memberships(),
		a.messageTemplates(),
		a.oauthApplications(),
		a.organizationDomains(),
		a.organizationInvitations(),
		a.organizationPermissions(),
		a.organizationRoles(),
		a.organizations(),
		a.phoneNumbers(),
		a.proxyChecks(),
		a.redirectURLs(),
		a.roleSets(),
		a.samlConnections(),
		a.sessions(),
		a.signUps(),
		a.svix(),
		a.tickets(),
		a.userCredentials(),
		a.userParts(),
		a.users(),
		a.waitlist(),
	)
}

// announce names the events of each resource.
func (a *API) announce() {
	w := a.w
	world.Announce(w, w.Users.Table, world.Lifecycle[world.User]("user"), a.userEvent)
	world.Announce(w, w.Organizations.Table, world.Lifecycle[world.Organization]("organization"), a.organizationEvent)
	world.Announce(w, w.Memberships.Table, world.Lifecycle[world.Membership]("organizationMembership"),
		func(m *world.Membership, _ bool) any { return a.viewMembership(m) })
	world.Announce(w, w.Sessions.Table, a.eventOfSession, a.viewSessionEvent)
	world.Announce(w, w.Billing.Subscriptions, created[world.Subscription]("subscription.created"), a.subscriptionEvent)
	world.Announce(w, w.Billing.Subscriptions, eventOfSubscription, a.subscriptionEvent)
	world.Announce(w, w.Billing.Items, a.eventOfItem, a.itemEvent)
	world.Announce(w, w.Billing.Payments, created[world.Payment]("paymentAttempt.created"), a.pendingPayment)
	world.Announce(w, w.Billing.Payments, created[world.Payment]("paymentAttempt.updated"), a.paidPayment)
	world.Announce(w, w.OrgDomains.Table, world.Lifecycle[world.OrgDomain]("organizationDomain"), a.orgDomainEvent)
	world.Announce(w, w.OrgPermissions.Table, world.Lifecycle[world.Permission]("permission"), a.permissionEvent)
	world.Announce(w, w.OrgRoles.Table, world.Lifecycle[world.Role]("role"), a.roleEvent)
	world.Announce(w, w.OrgInvitations.Table, invitationEvent, func(i *world.OrgInvitation, _ bool) any { return a.viewOrgInvitation(i) })
	world.Announce(w, w.Waitlist.Table, waitlistEvent, func(e *world.WaitlistEntry, _ bool) any { return a.viewWaitlistEntry(e) })
}

// An Operation is one line of the routing table.
type Operation struct {
	// Method and Path are those of Clerk's document: "GET", "/users/{user_id}".
	Method, Path string
	// Bare operations are served without the prefix /v1 too, as Clerk's own clients call them: those of the credentials of
	// programs. They refuse params with the status 400, and their errors are bare as well.
	Bare bool

	// Authorize refuses requests that may not come in. nil: those without the secret key.
	Authorize func(r *http.Request) error

	handle func(a *API, r *http.Request) (any, error)
}

// A Call is a request that is being answered, with the lock of the world held.
type Call struct{ r *http.Request }

// id returns a part of the path: id("user_id").
func (c Call) id(name string) string { return c.r.PathValue(name) }

// read is an operation that changes nothing. pattern is the method and the path; see [Decode] for P.
func read[P any](pattern string, f func(c Call, p P) (any, error)) Operation {
	decode := decoderOf[P]()
	return operation(pattern, func(a *API, r *http.Request) (answer any, err error) {
		p, err := decode(r)
		if err != nil {
			return nil, err
		}
		a.w.View(func() { answer, err = f(Call{r}, p) })
		return answer, err
	})
}

// write is an operation that changes something. If it returns an error, nothing has changed.
func write[P any](pattern string, f func(c Call, p P) (any, error)) Operation {
	decode := decoderOf[P]()
	return operation(pattern, func(a *API, r *http.Request) (answer any, err error) {
		p, err := decode(r)
		if err != nil {
			return nil, err
		}
		err = a.w.Update(func() (err error) { answer, err = f(Call{r}, p); return err })
		return answer, err
	})
}

func operation(pattern string, handle func(a *API, r *http.Request) (any, error)) Operation {
	method, path, _ := strings.Cut(pattern, " ")
	return Operation{Method: method, Path: path, handle: handle}
}

// bare makes operations those of the credentials of programs.
func bare(operations ...Operation) []Operation {
	for i := range operations {
		operations[i].Bare = true
	}
	return operations
}

// A reply is an answer with another status than 200. Without a body there is none.
type reply struct {
	status int
	body   any
}

// A markup is an answer that is a page of HTML.
type markup string

// Handler returns what answers an operation, for those with the secret key. traceID makes the ids of refusals.
func (a *API) Handler(o Operation, traceID func() string) http.HandlerFunc {
	authorize := o.Authorize
	if authorize == nil {
		authorize = a.Authorize
	}
	return func(w http.ResponseWriter, r *http.Request) {
		answer, err := any(nil), authorize(r)
		if err == nil {
			answer, err = o.handle(a, r)
		}
		switch answer, replied := answer.(reply); {
		case err != nil && o.Bare:
			Refusal(err).WriteBare(w)
			return
		case err != nil:
			Refusal(err).Write(w, traceID())
			return
		case replied && answer.body == nil:
			w.WriteHeader(answer.status)
			return
		case replied:
			refusal.WriteJSON(w, answer.status, answer.body)
			return
		}
		if page, ok := answer.(markup); ok {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(page)) // the client has gone; there is nobody to tell
			return
		}
		refusal.WriteJSON(w, http.StatusOK, answer)
	}
}

// Authorize refuses requests without the secret key.
func (a *API) Authorize(r *http.Request) error {
	header := r.Header.Get("Authorization")
	key, bearer := strings.CutPrefix(header, "Bearer ")
	switch {
	case bearer && subtle.ConstantTimeCompare([]byte(key), []byte(a.secretKey)) == 1:
		return nil
	case header != "" && !bearer:
		return refusal.New(http.StatusUnauthorized, "authorization_header_format_invalid", "Invalid Authorization header format",
			"The header Authorization must be Bearer, a space and the secret key of the instance.")
	case header == "":
		return refusal.New(http.StatusUnauthorized, "authorization_header_missing", "No secret key",
			"The header Authorization: Bearer with the secret key of the instance is missing.")
	default:
		return refusal.New(http.StatusUnauthorized, "clerk_key_invalid", "The secret key is invalid",
			"The secret key is not the one of this instance.")
	}
}

// Refusal returns what is answered because of an error. A unique index that refuses a row bears the name of the param.
func Refusal(err error) *refusal.Error {
	var refused *refusal.Error
	var taken *table.TakenError
	switch {
	case errors.As(err, &refused):
		return refused
	case errors.As(err, &taken):
		return refusal.Unprocessable(refusal.About(taken.Index, "form_identifier_exists", "is taken",
			"%.80q is taken: one has it, and once.", taken.Key))
	default:
		return refusal.New(http.StatusInternalServerError, "internal_clerk_error", "The emulator failed", err.Error())
	}
}

// found returns the row that a path names. Users who are named in a body are looked up so too, where the document has a 404 for the
// operation.
func found[T any](t *table.Table[T], kind, id string) (*T, error) {
	if v := t.Get(id); v != nil {
		return v, nil
	}
	return nil, refusal.NotFound(kind, id)
}

// named returns the row that a param names.
func named[T any](t *table.Table[T], param, kind, id string) (*T, error) {
	if v := t.Get(id); v != nil {
		return v, nil
	}
	return nil, refusal.Unprocessable(refusal.NoResource(param, kind, id))
}
