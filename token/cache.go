package token

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/internal/seats"
	"github.com/usher-auth/usher/jwks"
)

// CacheOptions bound what a [Verifier] remembers of the tokens that it has verified. The zero value is right for nearly everybody.
type CacheOptions struct {
	// MaxTokens is how many tokens are remembered at most. Zero means 65,536, which is as many users at once; at most 16,777,216.
	MaxTokens int
	// MaxBytes is how many bytes they take at most, about: some 1.5 KiB for a usual token. Zero means 128 MiB; at least 64 KiB.
	MaxBytes int
}

// Bounds of the bounds.
const (
	defaultMaxTokens = 1 << 16
	mostTokens       = 1 << 24
	defaultMaxBytes  = 128 << 20
	leastBytes       = 64 << 10
)

// Validate returns everything that is wrong with the options at once.
func (o CacheOptions) Validate() error {
	var problems []error
	if o.MaxTokens < 0 || o.MaxTokens > mostTokens {
		problems = append(problems, fmt.Errorf("token cache option MaxTokens is %d; it must be from 1 to %d, or 0 for the default of %d", o.MaxTokens, mostTokens, defaultMaxTokens))
	}
	if o.MaxBytes != 0 && o.MaxBytes < leastBytes {
		problems = append(problems, fmt.Errorf("token cache option MaxBytes is %d; it must be at least %d, or 0 for the default of %d", o.MaxBytes, leastBytes, defaultMaxBytes))
	}
	return errors.Join(problems...)
}

// An Option sets up a [Verifier] beyond what its instance says.
type Option interface{ apply(*Verifier) }

type option func(*Verifier)

func (f option) apply(v *Verifier) { f(v) }

// WithCache sets the bounds of what is remembered. [New] panics where they make no sense; see [CacheOptions.Validate].
func WithCache(opts CacheOptions) Option {
	return option(func(v *Verifier) {
		if err := opts.Validate(); err != nil {
			panic("token.New: " + err.Error())
		}
		v.known = newCache(opts)
	})
}

// WithoutCache has every token verified anew, each time it is presented.
func WithoutCache() Option { return option(func(v *Verifier) { v.known = nil }) }

// A cache remembers whom tokens that were verified speak for. What it holds opens nothing: a digest in place of the token, and a
// caller without it. It belongs to one verifier, whose configuration its verdicts depend on, and only what has passed every check
// of that gets in: without a good signature nobody can fill it.
type cache struct {
	*seats.Table[fact]

	signers [4]atomic.Pointer[signer] // the last ones, so that the tokens of one key share what is known of it
	turn    atomic.Uint32             // of signers: which makes room for the next

	arming sync.Mutex
	timer  *time.Timer // set while anything is remembered; sweeps
	closed bool
}

// A fact is what is remembered of one token: who it speaks for, and what has to be looked at again whenever it comes back.
type fact struct {
	auth  authobject.Auth // without the token
	by    *signer
	dates dates
}

// A signer is the key that made a signature, and how the token names it.
type signer struct {
	key jwks.Key
	kid string
}

// sizeOfFact is about what a fact takes beside its claims: the entry, its seat, the caller and what belongs to it.
const sizeOfFact = 800

// sweepEvery is how long at most an entry that has ended takes up memory.
const sweepEvery = 15 * time.Second

func newCache(opts CacheOptions) *cache {
	return &cache{Table: seats.New[fact](cmp.Or(opts.MaxTokens, defaultMaxTokens), cmp.Or(opts.MaxBytes, defaultMaxBytes))}
}

// recall returns the caller of a token that was verified before and would be accepted now: its dates still hold, and its key is
// still one of the instance. Otherwise it returns nil, and the token is judged from the start, so that whatever is said of it is
// said by the same code.
func (v *Verifier) recall(ctx context.Context, tag uint64, text string) *authobject.Auth {
	e := v.known.Get(tag, text)
	if e == nil {
		return nil
	}
	now := v.now()
	if !e.Value.dates.hold(now, v.instance.ClockSkew) || !v.stillSigns(ctx, now, e.Value.by) {
		v.known.DropOne(e)
		return nil
	}
	return e.Value.auth.WithToken(text)
}

// stillSigns reports whether a key is one of the instance.
func (v *Verifier) stillSigns(ctx context.Context, now time.Time, by *signer) bool {
	if v.held != nil {
		return v.held.Holds(now, by.key)
	}
	key, err := v.keys.Key(ctx, by.kid)
	return err == nil && key.Equal(by.key)
}

// remember keeps who a verified token with these claims speaks for.
func (v *Verifier) remember(tag uint64, text string, good sessionVerdict) {
	f := fact{auth: *good.auth.WithToken(""), by: v.known.signer(good.key, good.kid), dates: good.dates}
	v.known.Put(tag, text, &seats.Entry[fact]{Ends: f.dates.end(v.instance.ClockSkew), Size: sizeOfToken(good.claims), Value: f}, v.now().UnixNano())
	v.known.arm(v.now)
}

// signer returns the one of a key under a name. An instance signs with one key, or with two while it changes them, and a token
// takes up less memory where it shares that.
func (c *cache) signer(key jwks.Key, kid string) *signer {
	for i := range c.signers {
		if s := c.signers[i].Load(); s != nil && s.kid == kid && s.key == key {
			return s
		}
	}
	s := &signer{key, strings.Clone(kid)} // as it is, it keeps the whole header of the token
	c.signers[c.turn.Add(1)%uint32(len(c.signers))].Store(s)
	return s
}

// sizeOfToken returns about how many bytes it takes to remember a token, and rather more than fewer.
func sizeOfToken(claims string) int {
	n := len(claims) + len(claims)/4 // and what the allocator rounds up by
	if strings.IndexByte(claims, '\\') >= 0 || !utf8.ValidString(claims) {
		n *= 4 // what is not written plainly is kept decoded as well, which may take more room
	}
	return sizeOfFact + n
}

// arm has ended entries swept out as long as there are any. No goroutine waits for that, and a verifier that nobody uses any more
// is free for the garbage collector once its last token has ended.
func (c *cache) arm(now func() time.Time) {
	c.arming.Lock()
	defer c.arming.Unlock()
	if c.timer == nil && !c.closed {
		c.timer = time.AfterFunc(sweepEvery, func() { c.sweep(now) })
	}
}

func (c *cache) sweep(now func() time.Time) {
	c.arming.Lock()
	c.timer = nil
	c.arming.Unlock()
	at := now().UnixNano()
	if c.Drop(func(e *seats.Entry[fact]) bool { return e.Ends <= at }) > 0 {
		c.arm(now)
	}
}

func (c *cache) end() {
	c.arming.Lock()
	c.closed = true
	if c.timer != nil {
		c.timer.Stop()
	}
	c.arming.Unlock()
	c.Close()
}

// Forget has the tokens whose caller matches verified anew when they come back, and returns how many were remembered. It is for
// whoever learns that a verdict may have changed before its token ends. A token that still is good passes again: what Clerk has
// signed is believed until it expires. match is called without any lock, one caller after the other, and their tokens are not
// there to be seen.
func (v *Verifier) Forget(match func(caller *authobject.Auth) bool) int {
	if v.known == nil {
		return 0
	}
	n := 0
	for _, e := range v.known.All() {
		if match(&e.Value.auth) {
			v.known.DropOne(e)
			n++
		}
	}
	return n
}

// Close forgets every token and remembers none from then on. Tokens are still verified. It always returns nil and may be called
// more than once.
func (v *Verifier) Close() error {
	if v.known != nil {
		v.known.end()
	}
	return nil
}
