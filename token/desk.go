package token

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/ttlcache"
)

const (
	// knownFor is how long a credential that was good counts as known: what is asked about it again waits behind no stranger.
	knownFor = time.Hour
	// lane is how many questions of each sort go to Clerk at once: about known credentials, and about unknown ones.
	lane = 16
	// maxRefused bounds what is remembered of credentials that are no good. MaxUnknown keeps far below it by default.
	maxRefused = 10_000
	// maxWaiting is how many questions about unknown credentials wait for their turn, or have it.
	maxWaiting = 1000
	// maxRemembered is the size in bytes up to which the scopes and claims of a credential are remembered.
	maxRemembered = 8 << 10
)

// A desk answers what opaque credentials are worth: from memory, or by asking Clerk.
type desk struct {
	opts   MachineOptions
	client *backend.Client
	now    func() time.Time
	hasher *hasher
	wg     sync.WaitGroup

	good     *ttlcache.Cache[*verdict]
	bad      *ttlcache.Cache[*Error]
	known    *ttlcache.Cache[struct{}] // which ones were good lately
	guesses  *guesses
	breakers map[way]*breaker
	lanes    map[bool]chan struct{} // by whether the credential is known

	mu        sync.Mutex
	questions map[string]*question
	strangers int // how many of them are about unknown credentials
	closed    bool
}

// A way leads to one endpoint of Clerk's, for the known or for the unknown.
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

// A question is one call to Clerk, under way or over, that all who carry the credential wait for.
type question struct {
	key    string
	kind   authobject.TokenKind
	known  bool
	cancel context.CancelFunc
	done   chan struct{}

	at   time.Time // when it was put to Clerk; zero: not yet, or never
	auth *authobject.Auth
	size int // of what auth holds
	err  *Error
}

func newDesk(instance *clerk.Instance, client *backend.Client, opts MachineOptions) *desk {
	d := &desk{
		opts: opts, client: client, now: instance.Now, hasher: newHasher(),
		good:    ttlcache.New[*verdict](opts.MaxEntries, instance.Now),
		bad:     ttlcache.New[*Error](maxRefused, instance.Now),
		known:   ttlcache.New[struct{}](4*opts.MaxEntries, instance.Now),
		guesses: newGuesses(opts.MaxUnknown), breakers: map[way]*breaker{},
		lanes:     map[bool]chan struct{}{true: make(chan struct{}, lane), false: make(chan struct{}, min(lane, opts.MaxUnknown/2))},
		questions: map[string]*question{},
	}
	for _, kind := range []authobject.TokenKind{authobject.APIKey, authobject.M2MToken, authobject.OAuthToken} {
		for _, known := range []bool{true, false} {
			d.breakers[way{kind, known}] = &breaker{kind: kind, log: instance.Logger}
		}
	}
	return d
}

// verify judges a credential whose form is that of its kind.
func (d *desk) verify(ctx context.Context, kind authobject.TokenKind, text string) (*authobject.Auth, *Error) {
	if d.client == nil {
		return nil, unavailable(clerk.ReasonSecretKeyInvalid, "there is no client for the Backend API to ask about the credential; set SecretKey (CLERK_SECRET_KEY)", nil)
	}
	key := d.hasher.hash(kind, text)
	auth, err := d.remembered(key)
	if auth == nil && err == nil {
		auth, err = d.ask(key, kind, text).wait(ctx)
	}
	if err != nil && err.Unavailable {
		if v, ok := d.good.Get(key); ok && d.now().Before(v.stale) {
			auth, err = v.auth, nil
		}
	}
	if err != nil {
		own := *err // several may get this one, and may write to it
		return nil, &own
	}
	return auth.WithToken(text), nil
}

// remembered returns what is known without asking, or neither.
func (d *desk) remembered(key string) (*authobject.Auth, *Error) {
	if v, ok := d.good.Get(key); ok {
		if d.now().Before(v.fresh) {
			return v.auth, nil
		}
		return nil, nil
	}
	err, _ := d.bad.Get(key)
	return nil, err
}

// ask returns the question about a credential that is under way, or begins one. Where there is an answer by now, or none may be
// asked for, it returns a question that is over.
func (d *desk) ask(key string, kind authobject.TokenKind, text string) *question {
	d.mu.Lock()
	defer d.mu.Unlock()
	if q := d.questions[key]; q != nil {
		return q
	}
	if auth, err := d.remembered(key); auth != nil || err != nil { // one has landed since the caller looked
		return settled(auth, err)
	}
	if d.closed {
		return settled(nil, errClosed())
	}
	now := d.now()
	_, isKnown := d.known.Get(key)
	if err := d.breakers[way{kind, isKnown}].refuses(now); err != nil {
		return settled(nil, err)
	}
	if !isKnown {
		if err := d.guesses.refuses(now); err != nil {
			return settled(nil, err)
		}
		if d.strangers >= maxWaiting {
			return settled(nil, errExhausted(minOpen))
		}
		d.strangers++
	}
	// A question is never bound to the request that happened to raise it: only time and close end it early.
	ctx, cancel := context.WithCancel(context.Background())
	q := &question{key: key, kind: kind, known: isKnown, cancel: cancel, done: make(chan struct{})}
	d.questions[key] = q
	d.wg.Go(func() {
		defer cancel()
		d.run(ctx, q, text)
	})
	return q
}

func errClosed() *Error {
	return unavailable(clerk.ReasonUnexpectedError, "the verifier of machines has been closed", nil)
}

func settled(auth *authobject.Auth, err *Error) *question {
	q := &question{auth: auth, err: err, done: make(chan struct{})}
	close(q.done)
	return q
}

// run waits for its turn, puts a question and remembers the answer.
func (d *desk) run(ctx context.Context, q *question, text string) {
	defer func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		defer close(q.done)
		delete(d.questions, q.key)
		d.remember(q)
	}()
	turn := time.NewTimer(d.opts.Timeout)
	defer turn.Stop()
	select {
	case d.lanes[q.known] <- struct{}{}:
		defer func() { <-d.lanes[q.known] }()
	case <-turn.C:
		q.err = unavailable(clerk.ReasonUnexpectedError, "too many credentials are being looked up at the same time", nil)
		return
	case <-ctx.Done():
	}
	if d.isClosed() { // also where a turn has come at the same moment
		q.err = errClosed()
		return
	}
	b := d.breakers[way{q.kind, q.known}]
	now := d.now()
	if !q.known {
		if q.err = d.guesses.take(now); q.err != nil {
			return
		}
		defer func() { d.guesses.settle(d.now(), q.err != nil && !q.at.IsZero()) }()
	}
	if q.err = b.enter(now); q.err != nil {
		return
	}
	q.at = now
	opens := d.put(ctx, q, text)
	switch {
	case ctx.Err() != nil: // by close, which says nothing of Clerk
		b.gaveUp()
	case q.err == nil || !q.err.Unavailable:
		b.answered()
	default:
		b.failed(d.now(), q.err, opens)
		if opens {
			d.breakers[way{q.kind, !q.known}].follow(b)
		}
	}
}

// put asks Clerk, and reports whether to ask again soon is in vain. A panic becomes an error: in a goroutine of its own, one in
// somebody's RoundTripper would end the whole process.
func (d *desk) put(ctx context.Context, q *question, text string) (opens bool) {
	defer func() {
		if p := recover(); p != nil {
			q.auth, q.err = nil, unavailable(clerk.ReasonUnexpectedError, "Clerk could not be asked about the credential", fmt.Errorf("a panic: %T", p))
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, d.opts.Timeout)
	defer cancel()
	m, err := lookUp(ctx, d.client, q.kind, text)
	if err == nil {
		q.size = sizeOf(m)
		if q.auth, err = authobject.FromMachine(*m, ""); err == nil {
			return false
		}
	}
	q.err, opens = answerOf(err)
	return opens
}

// remember keeps what came of a question. d.mu is held.
func (d *desk) remember(q *question) {
	if !q.known {
		d.strangers--
	}
	switch {
	case q.err == nil:
		d.known.Set(q.key, struct{}{}, q.at.Add(knownFor))
		// The answer is as old as the question. Up to a tenth is taken off, so that credentials do not all come up again at once.
		ttl := d.opts.CacheFor - rand.N(d.opts.CacheFor/10+1) //nolint:gosec // spreads load; nobody gains by foreseeing it
		v := &verdict{auth: q.auth, fresh: q.at.Add(ttl), stale: q.at.Add(d.opts.StaleFor)}
		until := v.fresh
		if v.stale.After(until) {
			until = v.stale
		}
		if end := q.auth.ExpiresAt(); !end.IsZero() && end.Before(until) {
			until = end
		}
		if q.size <= maxRemembered {
			d.good.Set(q.key, v, until)
		}
	case !q.err.Unavailable:
		d.good.Delete(q.key)
		d.known.Delete(q.key)
		d.bad.Set(q.key, q.err, q.at.Add(d.opts.RefuseFor))
	}
}

// wait returns what became of a question, or an error as soon as ctx ends; the question goes on for the others.
func (q *question) wait(ctx context.Context) (*authobject.Auth, *Error) {
	select {
	case <-q.done:
		return q.auth, q.err
	case <-ctx.Done():
		return nil, unavailable(clerk.ReasonUnexpectedError, "the request ended while it waited for Clerk's answer about its credential", context.Cause(ctx))
	}
}

func (d *desk) isClosed() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.closed
}

// close ends all questions and waits for them.
func (d *desk) close() {
	d.mu.Lock()
	d.closed = true
	for _, q := range d.questions {
		q.cancel()
	}
	d.mu.Unlock()
	d.wg.Wait()
}
