package token

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/asking"
	"github.com/usher-auth/usher/internal/ttlcache"
)

const (
	// knownFor is how long a credential that was good counts as known: what is asked about it again waits behind no stranger.
	knownFor = time.Hour
	// lane is how many questions of each sort go to Clerk at once: about known credentials, and about unknown ones.
	lane = 16
	// maxRefused bounds what is remembered of credentials that are no good. MaxUnknown keeps far below it by default.
	maxRefused = 10_000
	// maxWaiting is how many questions about unknown credentials wait for their turn, or have it; maxWaitingKnown that of the others.
	maxWaiting      = 1000
	maxWaitingKnown = 10_000
	// maxRemembered is the size in bytes up to which the scopes and claims of a credential are remembered.
	maxRemembered = 8 << 10
)

// A desk answers what opaque credentials are worth: from memory, or by asking Clerk.
type desk struct {
	opts   MachineOptions
	client *backend.Client
	forUs  func(aud json.RawMessage) *Error // refuses an OAuth token of another audience
	now    func() time.Time
	hasher *hasher

	good  *ttlcache.Cache[*verdict]
	bad   *ttlcache.Cache[*Error]
	known *ttlcache.Cache[struct{}] // which credentials were good lately

	questions *asking.Desk[*authobject.Auth]
	gates     map[way]asking.Gate
}

// A way leads to one endpoint of Clerk's, for the known or for the unknown. Each has a breaker of its own: a stranger may find a
// text on which Clerk fails, and must not shut out those who are known.
type way struct {
	kind  authobject.TokenKind
	known bool
}

// A verdict is about a credential that was good when Clerk was last asked. It does not hold the credential.
type verdict struct {
	auth  *authobject.Auth
	fresh time.Time // until then it is believed
	stale time.Time // until then it is believed while Clerk cannot be asked
}

func newDesk(instance *clerk.Instance, client *backend.Client, forUs func(aud json.RawMessage) *Error, opts MachineOptions) *desk {
	d := &desk{
		opts: opts, client: client, forUs: forUs, now: instance.Now, hasher: newHasher(),
		good:  ttlcache.New[*verdict](opts.MaxEntries, instance.Now),
		bad:   ttlcache.New[*Error](maxRefused, instance.Now),
		known: ttlcache.New[struct{}](4*opts.MaxEntries, instance.Now),
		gates: map[way]asking.Gate{},
	}
	d.questions = asking.NewDesk(opts.Timeout, d.remembered)
	known := asking.NewLane(lane, maxWaitingKnown)
	unknown := asking.NewLane(min(lane, opts.MaxUnknown/2), maxWaiting)
	guesses := asking.NewBudget(opts.MaxUnknown, instance.Now)
	for _, kind := range []authobject.TokenKind{authobject.APIKey, authobject.M2MToken, authobject.OAuthToken} {
		report := reportTo(instance.Logger, kind)
		a, b := asking.NewBreaker(instance.Now, report), asking.NewBreaker(instance.Now, report)
		d.gates[way{kind, true}] = asking.Gate{Lane: known, Breaker: a, Beside: b}
		d.gates[way{kind, false}] = asking.Gate{Lane: unknown, Breaker: b, Beside: a, Budget: guesses}
	}
	return d
}

// reportTo returns what logs that Clerk begins to fail, and that it is back.
func reportTo(log *slog.Logger, kind authobject.TokenKind) func(error) {
	return func(why error) {
		if why == nil {
			log.Info("usher: Clerk can be asked about the credentials of programs again", "kind", string(kind))
			return
		}
		err := ownError(why)
		log.Warn("usher: Clerk cannot be asked about the credentials of programs; remembered ones stay good for a while",
			"kind", string(kind), "why", err.Detail, "reason", string(err.Reason), "cause", err.Err)
	}
}

// verify judges a credential whose form is that of its kind.
func (d *desk) verify(ctx context.Context, kind authobject.TokenKind, text string) (*authobject.Auth, *Error) {
	if d.client == nil {
		return nil, unavailable(clerk.ReasonSecretKeyInvalid, "there is no client for the Backend API to ask about the credential; set SecretKey (CLERK_SECRET_KEY)", nil)
	}
	key := d.hasher.hash(kind, text)
	var wasGood bool
	auth, known, err := d.remembered(key)
	if !known {
		_, wasGood = d.known.Get(key)
		auth, err = d.questions.Do(ctx, key, d.gates[way{kind, wasGood}], func(ctx context.Context) (*authobject.Auth, error) {
			return d.ask(ctx, key, kind, text)
		})
	}
	if err == nil {
		return auth.WithToken(text), nil
	}
	refusal := refusalOf(err, wasGood)
	if refusal.Unavailable {
		if v, ok := d.good.Get(key); ok && d.now().Before(v.stale) {
			return v.auth.WithToken(text), nil
		}
	}
	return nil, refusal
}

// remembered returns what is known without asking.
func (d *desk) remembered(key string) (auth *authobject.Auth, known bool, err error) {
	if v, ok := d.good.Get(key); ok {
		return v.auth, d.now().Before(v.fresh), nil
	}
	if err, ok := d.bad.Get(key); ok {
		return nil, true, err
	}
	return nil, false, nil
}

// ask puts a question to Clerk and remembers the answer, which is as old as the question.
func (d *desk) ask(ctx context.Context, key string, kind authobject.TokenKind, text string) (*authobject.Auth, error) {
	at := d.now()
	m, err := d.lookUp(ctx, kind, text)
	if err == nil {
		var auth *authobject.Auth
		if auth, err = authobject.FromMachine(*m, ""); err == nil {
			d.remember(key, auth, sizeOf(m), at)
			return auth, nil
		}
	}
	refusal, inVain := answerOf(err)
	if refusal.Unavailable {
		return nil, &asking.Error{RetryAfter: refusal.RetryAfter, InVain: inVain, Err: refusal}
	}
	d.good.Delete(key)
	d.known.Delete(key)
	d.bad.Set(key, refusal, at.Add(d.opts.RefuseFor))
	return nil, refusal
}

// remember keeps what Clerk said at one moment of a credential that is good.
func (d *desk) remember(key string, auth *authobject.Auth, size int, at time.Time) {
	d.known.Set(key, struct{}{}, at.Add(knownFor))
	if size > maxRemembered {
		return
	}
	// Up to a tenth is taken off, so that credentials do not all come up again at once.
	ttl := d.opts.CacheFor - rand.N(d.opts.CacheFor/10+1) //nolint:gosec // spreads load; nobody gains by foreseeing it
	v := &verdict{auth: auth, fresh: at.Add(ttl), stale: at.Add(d.opts.StaleFor)}
	until := v.fresh
	if v.stale.After(until) {
		until = v.stale
	}
	if end := auth.ExpiresAt(); !end.IsZero() && end.Before(until) {
		until = end
	}
	d.good.Set(key, v, until)
}

// refusalOf returns what an error of a question is for its caller, who may write to it.
func refusalOf(err error, wasGood bool) *Error {
	var none *asking.Error
	if !errors.As(err, &none) {
		return ownError(err) // it is an answer
	}
	var refusal *Error
	switch {
	case none.Why == asking.Failed, none.Why == asking.Resting:
		refusal = ownError(none.Err)
	case none.Why == asking.Exhausted, none.Why == asking.Crowded && !wasGood:
		refusal = unavailable(clerk.ReasonLookupsExhausted, "too many unknown credentials were presented just now, so that this one, which may be good, was not looked up", nil)
	case none.Why == asking.Crowded, none.Why == asking.Late:
		refusal = unavailable(clerk.ReasonUnexpectedError, "too many credentials are being looked up at the same time", nil)
	case none.Why == asking.Left:
		refusal = unavailable(clerk.ReasonUnexpectedError, "the request ended while it waited for Clerk's answer about its credential", none.Err)
	default: // closed
		refusal = unavailable(clerk.ReasonUnexpectedError, "the verifier of machines has been closed", nil)
	}
	refusal.RetryAfter = none.RetryAfter
	return refusal
}

// ownError returns a copy of what answerOf has made of an error, or says that there was another one, such as a panic.
func ownError(err error) *Error {
	var known *Error
	if !errors.As(err, &known) {
		return unavailable(clerk.ReasonUnexpectedError, "Clerk could not be asked about the credential", err)
	}
	own := *known
	return &own
}
