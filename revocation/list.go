package revocation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/internal/ttlcache"
)

const (
	defaultTokenLifetime = 10 * time.Minute
	defaultLimit         = 100_000
	maxID                = 256 // bytes; Clerk's have about 32

	// skews is by how much clocks may differ at most, twice: a token may have been made by a clock that is ahead, and be held
	// against one that is behind (clerk.Options.ClockSkew).
	skews = 2 * 5 * time.Minute
)

// ErrFull is what a [List] returns that has no room for another entry. The caller should try again later, as webhooks are by
// themselves; until then the tokens of that session or user count.
var ErrFull = errors.New("revocation: the list is full; raise Options.Limit")

// Options set up a [List]. The zero value is right for nearly everybody.
type Options struct {
	// TokenLifetime is the longest that a token lives which can be revoked here. An entry is kept for so long, and for ten minutes
	// more, since clocks differ. Zero means 10 minutes. Clerk's session tokens live for one; set it where the Backend API makes
	// longer ones (ExpiresInSeconds), or where the OAuth tokens of deleted users are to be refused, which live for a day.
	TokenLifetime time.Duration
	// Limit is how many sessions, and how many users, the list has room for. Zero means 100,000, which take about 15 MB once there
	// are so many. A full list takes none, see [ErrFull]: it does not forget one for the sake of another.
	Limit int
	// Now tells the time. It must be safe for concurrent use. Nil means time.Now.
	Now func() time.Time
}

// A List has the sessions and users whose tokens do not count. It is safe for concurrent use and starts no goroutine. Make it with
// [New].
type List struct {
	keep            time.Duration
	now             func() time.Time
	sessions, users *ttlcache.Cache[struct{}]

	mu       sync.Mutex
	watchers map[*func()]struct{}
}

// New returns an empty list. The error joins everything that is wrong with the options.
func New(opts Options) (*List, error) {
	var problems []error
	if opts.TokenLifetime < 0 {
		problems = append(problems, fmt.Errorf("revocation option TokenLifetime is %v; it must be how long tokens live, or 0 for the default of %v",
			opts.TokenLifetime, defaultTokenLifetime))
	}
	if opts.Limit < 0 {
		problems = append(problems, fmt.Errorf("revocation option Limit is %d; it must be at least 1, or 0 for the default of %d", opts.Limit, defaultLimit))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	now, limit := opts.Now, cmp.Or(opts.Limit, defaultLimit)
	if now == nil {
		now = time.Now
	}
	return &List{
		keep: cmp.Or(opts.TokenLifetime, defaultTokenLifetime) + skews, now: now, watchers: map[*func()]struct{}{},
		sessions: ttlcache.New[struct{}](limit, now), users: ttlcache.New[struct{}](limit, now),
	}, nil
}

// RevokeSession refuses the tokens of a session ("sess_…") from now on, and has the connections of it end before it returns. It does not
// tell Clerk, which would go on making tokens: call Sessions.Revoke of package backend first. The error is [ErrFull], or says that
// the text cannot be an id.
func (l *List) RevokeSession(id string) error { return l.add(l.sessions, "session", id) }

// RevokeUser refuses all tokens of a user ("user_…"), those of sessions that begin later and of programs that act for the user
// included, as long as the list keeps the entry. It is for users who were deleted. To sign somebody out everywhere, revoke each
// session: then the next sign-in counts at once. The error is that of [List.RevokeSession].
func (l *List) RevokeUser(id string) error { return l.add(l.users, "user", id) }

func (l *List) add(to *ttlcache.Cache[struct{}], what, id string) error {
	if id == "" || len(id) > maxID {
		return fmt.Errorf("revocation: the id of a %s has 1 to %d bytes, and not %d", what, maxID, len(id))
	}
	if !to.Set(id, struct{}{}, l.now().Add(l.keep)) {
		return ErrFull
	}
	for _, changed := range l.listeners() {
		changed()
	}
	return nil
}

// Revoked reports whether the session of a caller, or its user, is on the list: the user whom a credential speaks for, or one who acts in
// another's name. It is what authn.Revocations asks for.
func (l *List) Revoked(_ context.Context, caller *authobject.Auth) bool {
	actor, _ := caller.Actor()
	return has(l.sessions, caller.SessionID()) || has(l.users, caller.Subject()) || has(l.sessions, actor.SessionID) || has(l.users, actor.Subject)
}

func has(in *ttlcache.Cache[struct{}], id string) bool {
	if id == "" {
		return false
	}
	_, found := in.Get(id)
	return found
}

// Watch has changed called after each new entry, by the one who adds it, until stop is called. An Usher does so, to end what it has
// of connections; see middleware.WithRevocations. What changed does must be quick, and must not add to the list.
func (l *List) Watch(changed func()) (stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.watchers[&changed] = struct{}{}
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.watchers, &changed)
	}
}

func (l *List) listeners() []func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := make([]func(), 0, len(l.watchers))
	for changed := range l.watchers {
		list = append(list, *changed)
	}
	return list
}
