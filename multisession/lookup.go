package multisession

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// keepFor is how long a token that Clerk made is used at most, whatever its lifetime: a session that ends is noticed after it.
const keepFor = time.Minute

// Lookup returns the caller in another session of the browser: own is who the request proves to be, and id the session that it
// names. Clerk is asked three things. Does the own session go on, and in which browser, which Clerk calls a client? Is the named
// session in the same one, and does it go on? And for a token of it, which verify then judges like any other.
//
// The token is used again, by the same session about the same one, until it expires and for a minute at most; verify judges it
// each time. What Clerk refused is refused again for ten seconds. Questions that several requests raise at the same time are put
// once, and strangers' questions have a budget: see [Policy.MaxUnknown]. While Clerk fails it is left alone for a while.
//
// The error is that of verify, or an [*Error]. Its reason is one of
//
//   - clerk.ReasonSessionMismatch: the mode is not Lookup, or own is no user with a session
//   - clerk.ReasonSessionPending: own still owes a task, and proves nothing until then
//   - clerk.ReasonSessionEnded: the own session, or the named one in the same browser, is over
//   - clerk.ReasonSessionNotOfClient: there is no such session, or it is in another browser; Clerk's answers to both look alike
//   - clerk.ReasonUnexpectedError, clerk.ReasonSecretKeyInvalid and clerk.ReasonLookupsExhausted, with Unavailable set: Clerk
//     could not be asked, so nothing can be said
//
// A named session that is pending is returned as such; authobject.Auth.Settled says that it counts as signed out.
func (c *Chooser) Lookup(ctx context.Context, own *authobject.Auth, id string, verify Verify) (*authobject.Auth, error) {
	switch {
	case c.desk == nil, !own.IsSignedIn(), !IsSessionID(own.SessionID()), !IsSessionID(id):
		return nil, Refusal(clerk.ReasonSessionMismatch)
	case own.Status() == authobject.StatusPending:
		return nil, pending()
	case own.SessionID() == id:
		return own, nil
	}
	key := c.desk.hasher.Hash(own.UserID(), own.SessionID(), id)
	if kept, ok := c.desk.minted.Get(key); ok {
		auth, err := verify(ctx, kept.Token().Reveal())
		if _, failed := failureOf(err); failed {
			return nil, err
		}
		if err == nil && sameSession(auth, kept) {
			return auth, nil
		}
		c.desk.minted.Delete(key) // it has expired by now, or its key has been withdrawn
	}
	return c.desk.ask(ctx, key, c.desk.hasher.Hash(own.SessionID()), func(ctx context.Context) (*authobject.Auth, error) {
		return c.mint(ctx, own, id, verify)
	})
}

// mint asks Clerk for a token of the named session.
func (c *Chooser) mint(ctx context.Context, own *authobject.Auth, id string, verify Verify) (*authobject.Auth, error) {
	mine, err := c.session(ctx, own.SessionID(), clerk.ReasonSessionEnded)
	if err != nil {
		return nil, err
	}
	switch {
	case mine.UserID != own.UserID():
		return nil, odd(errors.New("it says that the session is of another user"))
	case mine.Status == backend.SessionStatusPending:
		return nil, pending()
	case mine.Status != backend.SessionStatusActive:
		return nil, Refusal(clerk.ReasonSessionEnded)
	}
	named, err := c.session(ctx, id, clerk.ReasonSessionNotOfClient)
	if err != nil {
		return nil, err
	}
	switch {
	case named.ClientID != mine.ClientID:
		return nil, Refusal(clerk.ReasonSessionNotOfClient) // and nothing else is said about it
	case named.Status != backend.SessionStatusActive && named.Status != backend.SessionStatusPending:
		return nil, Refusal(clerk.ReasonSessionEnded)
	}
	minted, err := c.api.CreateToken(ctx, id, nil)
	if err != nil {
		return nil, answerOf(err, clerk.ReasonSessionEnded)
	}
	if minted == nil || minted.JWT == "" {
		return nil, odd(errors.New("it holds no token"))
	}
	auth, err := verify(ctx, string(minted.JWT))
	switch {
	case err != nil:
		return nil, err
	case !auth.IsSignedIn() || auth.SessionID() != id || auth.UserID() != named.UserID:
		return nil, odd(errors.New("the token that it holds is of another session"))
	}
	return auth, nil
}

// session asks for a session, whose answer must be about it and say in which client it is.
func (c *Chooser) session(ctx context.Context, id string, unknown clerk.Reason) (*backend.Session, error) {
	s, err := c.api.Get(ctx, id)
	switch {
	case err != nil:
		return nil, answerOf(err, unknown)
	case s == nil || s.ID != id || s.ClientID == "" || s.UserID == "" || s.Status == "":
		return nil, odd(errors.New("it is no session, or another one"))
	}
	return s, nil
}

func pending() *Error {
	return &Error{Reason: clerk.ReasonSessionPending,
		Detail: "the user has signed in and still owes a task, such as choosing an organization; finish it in the front end"}
}

// odd says that an answer of Clerk's is of no use.
func odd(why error) *Error {
	return unavailable(clerk.ReasonUnexpectedError, "Clerk's answer about the session cannot be used", 0, why)
}

// answerOf reads what an error of the Backend API says about a session. Only Clerk itself can say that there is none: the 404 of a
// gateway in between says nothing.
func answerOf(err error, unknown clerk.Reason) *Error {
	var answer *backend.Error
	if !errors.As(err, &answer) {
		return unavailable(clerk.ReasonUnexpectedError, "Clerk could not be asked about the session", 0, err)
	}
	switch answer.Status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusGone, http.StatusUnprocessableEntity:
		if len(answer.Errors) > 0 {
			refused := Refusal(unknown)
			refused.Err = err
			return refused
		}
	case http.StatusUnauthorized:
		return unavailable(clerk.ReasonSecretKeyInvalid, "Clerk does not accept the secret key; check SecretKey (CLERK_SECRET_KEY)", answer.RetryAfter, err)
	}
	return unavailable(clerk.ReasonUnexpectedError, "Clerk could not be asked about the session", answer.RetryAfter, err)
}

// sameSession reports whether two are one user's one session.
func sameSession(a, b *authobject.Auth) bool {
	return a.IsSignedIn() && a.SessionID() == b.SessionID() && a.UserID() == b.UserID()
}
