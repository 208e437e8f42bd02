package jwks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/internal/ttlcache"
)

// Limits of refetches that tokens ask for: a new key id, or a bad signature under a known one.
const (
	refetchBurst = 2
	refetchEvery = 10 * time.Second
)

// A Key is one verification key of the instance. The zero value verifies nothing.
type Key struct{ key jose.Key }

// ID returns the key id (kid); it is "" for a key from a PEM.
func (k Key) ID() string { return k.key.ID() }

// Equal reports whether both are the same public key under the same id and for the same algorithms: what one has verified, the
// other verifies.
func (k Key) Equal(other Key) bool { return k.key.Same(other.key) }

// Verify checks an RSA signature over signed (RFC 7515 section 5.2). alg is RS256, RS384 or RS512, and must be the one that
// the key set names for this key, if it names one. A nil error means that this key made the signature.
func (k Key) Verify(alg string, signed, signature []byte) error {
	return k.key.Verify(jose.Algorithm(alg), signed, signature)
}

// A snapshot is one answer of the endpoint. It is immutable once stored.
type snapshot struct {
	keys      map[string]jose.Key
	unusable  map[string]bool // ids of keys that are published and cannot verify session tokens
	refreshAt time.Time       // from here on a refresh is due
	until     time.Time       // from here on the keys are not used any more
}

// A Cache holds the keys of one instance. It is safe for concurrent use. Close it when the instance is no longer served.
type Cache struct {
	opts   Options
	now    func() time.Time
	log    *slog.Logger
	static *jose.Key // set when the key comes from a PEM
	source *source

	current atomic.Pointer[snapshot]   // what requests read
	held    *ttlcache.Cache[*snapshot] // what owns it, with its absolute end
	refetch *limiter
	flights *flights
}

// New returns a cache for the keys of an instance, which must come from [clerk.Options.Resolve]. Nothing is fetched until
// the first call of [Cache.Key] or [Cache.Preload]. The error lists everything that is wrong with the options at once.
func New(instance *clerk.Instance, opts Options) (*Cache, error) {
	opts, err := opts.withDefaults()
	c := &Cache{opts: opts, now: instance.Now, log: instance.Logger, refetch: newLimiter(refetchBurst, refetchEvery)}
	if instance.JWTKey != "" {
		key, pemErr := jose.ParsePEM(instance.JWTKey)
		if pemErr != nil {
			err = errors.Join(err, fmt.Errorf("option JWTKey (CLERK_JWT_KEY): %w; copy the PEM public key from the API keys page of the Clerk dashboard", pemErr))
		}
		c.static = &key
	}
	if c.static == nil && instance.SecretKey.IsZero() && instance.FrontendAPI() == "" {
		err = errors.Join(err, errors.New("options SecretKey, PublishableKey and JWTKey (CLERK_SECRET_KEY, CLERK_PUBLISHABLE_KEY, "+
			"CLERK_JWT_KEY): none of them is set, so there is nowhere to get verification keys from; set one"))
	}
	if err != nil {
		return nil, err
	}
	if c.static != nil {
		return c, nil
	}
	c.source = newSource(instance)
	c.held = ttlcache.New[*snapshot](1, c.now)
	c.flights = newFlights(c.now, c.log, c.load)
	return c, nil
}

// Key returns the key with this id. A key from a PEM answers to every id. Known keys are returned without waiting, also
// while the endpoint is down. An unknown id waits for one shared fetch, if the limits allow one; ctx ends only this
// caller's wait, never the fetch.
//
// The error is an [*Error]: clerk.ReasonJWKKidMismatch when the instance has no such key, clerk.ReasonTokenVerificationFailed when
// it has one that cannot verify session tokens, and an Unavailable one when there are no keys to compare with, or none could be
// fetched for this id.
func (c *Cache) Key(ctx context.Context, id string) (Key, error) {
	if c.static != nil {
		return Key{*c.static}, nil
	}
	snap := c.snapshot(c.now())
	if snap == nil {
		var err error
		if snap, err = c.first(ctx); err != nil {
			return Key{}, forKey(err, id)
		}
		return snap.key(id) // the keys are brand new: there is nothing newer to ask for
	}
	if key, ok := snap.keys[id]; ok {
		return Key{key}, nil
	}
	if id == "" {
		return Key{}, errKidMismatch()
	}
	snap, err := c.newer(ctx, func(s *snapshot) bool { _, ok := s.keys[id]; return ok })
	if err != nil {
		return Key{}, err
	}
	return snap.key(id)
}

// Holds reports whether [Cache.Key] would give out this key now, so that a signature which it has verified still is one of the
// instance, and starts a refresh that is due. It never waits. now is what the clock of the instance says.
func (c *Cache) Holds(now time.Time, key Key) bool {
	if c.static != nil {
		return c.static.Same(key.key)
	}
	snap := c.snapshot(now)
	if snap == nil {
		return false
	}
	known, ok := snap.keys[key.ID()]
	return ok && known.Same(key.key)
}

// key returns the key with this id, or why there is none.
func (s *snapshot) key(id string) (Key, error) {
	switch key, ok := s.keys[id]; {
	case ok:
		return Key{key}, nil
	case s.unusable[id]:
		return Key{}, errUnusable()
	}
	return Key{}, errKidMismatch()
}

// Renewed returns the key that has taken the place of old under the same id, which a bad signature gives reason to look
// for: an instance may publish a new key under an old name. It reports false when there is none, when the limits allow
// no refetch now, or when ctx ends first.
func (c *Cache) Renewed(ctx context.Context, old Key) (Key, bool) {
	if c.static != nil {
		return Key{}, false
	}
	replaced := func(s *snapshot) bool { key, ok := s.keys[old.ID()]; return ok && !key.Equal(old.key) }
	snap := c.snapshot(c.now())
	if snap == nil || !replaced(snap) {
		var err error
		if snap, err = c.newer(ctx, replaced); err != nil || !replaced(snap) {
			return Key{}, false
		}
	}
	return Key{snap.keys[old.ID()]}, true
}

// Preload fetches the keys, or waits for a fetch that is under way, so that the first request need not. Call it at
// start-up; its error is an [*Error].
func (c *Cache) Preload(ctx context.Context) error {
	if c.static != nil || c.snapshot(c.now()) != nil {
		return nil
	}
	_, err := c.first(ctx)
	return err
}

// Ready returns nil when session tokens can be verified right now, and otherwise an [*Error] that says why not. It does
// no I/O: it is meant for readiness probes.
func (c *Cache) Ready() error {
	if c.static != nil || c.snapshot(c.now()) != nil {
		return nil
	}
	if err := c.flights.lastError(c.now()); err != nil {
		return err
	}
	return &Error{Reason: clerk.ReasonJWKRemoteFailedToLoad, Unavailable: true,
		Detail: "no verification keys have been loaded yet; call Preload at start-up, or send a first request"}
}

// Close ends background work and waits for it. Keys that are known stay usable; nothing is fetched any more. It always
// returns nil and may be called more than once.
func (c *Cache) Close() error {
	if c.flights != nil {
		c.flights.close()
		c.source.close()
	}
	return nil
}

// snapshot returns the keys in use, or nil when there are none or they are too old, and starts a refresh that is due.
func (c *Cache) snapshot(now time.Time) *snapshot {
	snap := c.current.Load()
	if snap == nil {
		return nil
	}
	if !now.Before(snap.until) {
		// The cache that owns the snapshots has let go of this one as well, unless a fetch has just brought the next.
		c.current.CompareAndSwap(snap, nil)
		held, ok := c.held.Get(c.source.url)
		if !ok {
			return nil
		}
		snap = held
	}
	if !now.Before(snap.refreshAt) {
		c.flights.nudge(now)
	}
	return snap
}

// first waits for the keys that every caller needs when there are none.
func (c *Cache) first(ctx context.Context) (*snapshot, error) {
	now := c.now()
	known, f := c.obtain(now, func(s *snapshot) bool { return now.Before(s.until) }, func() bool { return true })
	if known != nil {
		return known, nil
	}
	return f.wait(ctx)
}

// newer returns keys that satisfy want if a fetch that is under way, or one more, brings them.
func (c *Cache) newer(ctx context.Context, want func(*snapshot) bool) (*snapshot, error) {
	// A fetch that is under way may have been answered before the change that we are after; then one more is tried.
	if f := c.flights.current(); f != nil {
		snap, err := f.wait(ctx)
		if err != nil || want(snap) {
			return snap, err
		}
	}
	now := c.now()
	known, f := c.obtain(now, want, func() bool { return c.refetch.allow(now) })
	switch {
	case known != nil:
		return known, nil
	case f != nil:
		return f.wait(ctx)
	}
	if err := c.flights.lastError(now); err != nil {
		return nil, err // the endpoint is down: the key may be new and good, so the token must not be called bad
	}
	err := errKidMismatch()
	err.Detail = "the token names a signing key that this Clerk instance did not publish when its keys were last fetched; others asked for new ones moments ago, so try again in ten seconds"
	return nil, err
}

// obtain returns keys that satisfy want, or else the fetch to wait for: the one under way, or a new one if may agrees. A fetch may
// have come and gone since the caller looked; what it brought is all there is to know, and must be seen before another is begun
// and before the limits are asked: they may be used up.
func (c *Cache) obtain(now time.Time, want func(*snapshot) bool, may func() bool) (known *snapshot, f *flight) {
	look := func() bool {
		if snap := c.current.Load(); snap != nil && want(snap) {
			known = snap
		}
		return known != nil
	}
	f = c.flights.startIf(now, func() bool { return !look() && may() })
	if known != nil || look() {
		return known, nil
	}
	return nil, f
}

// load is what a flight does: fetch, keep, and say when to come again.
func (c *Cache) load(ctx context.Context) (snap *snapshot, next time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	set, err := c.source.fetch(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, skipped := range set.Skipped {
		c.log.Warn("usher: a published key was left out", "endpoint", c.source.url, "why", skipped)
	}
	now := c.now()
	snap = &snapshot{
		keys:      make(map[string]jose.Key, len(set.Keys)),
		unusable:  make(map[string]bool, len(set.Unusable)),
		refreshAt: now.Add(c.opts.RefreshEvery),
		until:     now.Add(c.opts.RefreshEvery).Add(c.opts.MaxStale), // their sum could overflow
	}
	last := c.current.Load()
	for _, key := range set.Keys {
		if last != nil && last.keys[key.ID()].Same(key) {
			key = last.keys[key.ID()] // whoever remembers a key knows it again by its address
		}
		snap.keys[key.ID()] = key
	}
	for _, id := range set.Unusable {
		snap.unusable[id] = true
	}
	if last == nil {
		c.refetch.allow(now) // the first fetch counts: a start under a flood of made-up ids costs two, not three
	}
	c.held.Set(c.source.url, snap, snap.until)
	c.current.Store(snap)
	return snap, c.opts.RefreshEvery, nil
}
