package authn

import (
	"context"
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

// A flow is the way of one request to its decision. It belongs to one goroutine.
type flow struct {
	*Authenticator
	r *Request
	c Credentials

	suffixed   bool    // which cookies count
	session    string  // the session cookie of those
	clientUAT  float64 // and when the browser's sessions changed; 0 when nobody is signed in
	devBrowser string
	recalled   *authobject.Auth // the caller of session, where the verifier remembers that token

	beside bool // the session that counts is not the one that the browser would act as

	unjudged    error // why a handshake could not be judged, where that was for want of keys or of Clerk's answer
	emptyHanded bool  // a handshake has come back with nothing that can be read
	dropNonce   bool  // the cookie with a nonce is of no use any more
}

func newFlow(ctx context.Context, a *Authenticator, r *Request) *flow {
	f := &flow{Authenticator: a, r: r, c: r.Credentials}
	cookies := &f.c.Plain
	if a.suffix != "" && f.chooseCookies(ctx) {
		cookies = &f.c.Suffixed
	}
	f.session, f.clientUAT = cookies.Session.Reveal(), leadingInteger(cookies.ClientUAT)
	f.devBrowser = f.c.DevBrowser.Reveal()
	if f.devBrowser == "" {
		f.devBrowser = cookies.DevBrowser.Reveal()
	}
	return f
}

// chooseCookies finds out which cookies count, and reports whether it is the suffixed ones. Mostly both sets have the same token, and
// the verifier knows it from the last request.
func (f *flow) chooseCookies(ctx context.Context) bool {
	text, other := f.c.Plain.Session.Reveal(), f.c.Suffixed.Session.Reveal()
	f.recalled = f.recall(ctx, text)
	plain := glanceAt(text, f.recalled)
	suffixed, recalled := plain, f.recalled
	if other != text {
		recalled = f.recall(ctx, other)
		suffixed = glanceAt(other, recalled)
	}
	if f.suffixed = f.usesSuffixed(plain, suffixed); f.suffixed {
		f.recalled = recalled
	}
	return f.suffixed
}

// recall returns what a verifier with a memory knows of a token, and nil where it would have to verify it, or who stands on the list.
func (f *flow) recall(ctx context.Context, text string) *authobject.Auth {
	if f.memory == nil || text == "" {
		return nil
	}
	auth := f.memory.Recall(ctx, text)
	if auth == nil || f.config.Revocations != nil && f.config.Revocations.Revoked(ctx, auth) {
		return nil
	}
	return auth
}

func (f *flow) isDevelopment() bool { return f.instance.Kind == clerk.KindDevelopment }
func (f *flow) isProduction() bool  { return f.instance.Kind == clerk.KindProduction }

// dispatch decides by which credential the request is to be judged.
func (f *flow) dispatch(ctx context.Context) *Decision {
	accepts := f.config.Accepts
	text := f.c.HeaderToken.Reveal()
	kind, isMachine := authobject.SessionToken, false
	if accepts.form != acceptOnly || accepts.single().IsMachine() { // otherwise nobody asks what it is
		if found, ok := token.KindOf(text); ok {
			kind, isMachine = found, true
		}
	}
	switch {
	case accepts.form == acceptOneOf && !accepts.includes(kind):
		return f.mismatch("")
	case f.c.HeaderOversized || f.c.CookiesOversized && text == "":
		return f.signedOut(f.expected(), clerk.ReasonTokenInvalid, &token.Error{Reason: clerk.ReasonTokenInvalid,
			Detail: "the Authorization header or the cookies are longer than any that Clerk makes"})
	case accepts.form == acceptOnly && accepts.single().IsMachine():
		if text == "" {
			return f.signedOut(accepts.single(), clerk.ReasonNoTokenInHeader, nil)
		}
		if kind != accepts.single() {
			return f.mismatch(accepts.single())
		}
		return f.byMachine(ctx, kind, text)
	case isMachine && accepts.includes(kind):
		return f.byMachine(ctx, kind, text)
	case f.c.Named.chooses():
		return f.bySelection(ctx)
	case text != "":
		return f.byHeader(ctx, text)
	}
	return f.byCookies(ctx)
}

// expected is the kind that a request without a usable credential is told to send.
func (f *flow) expected() authobject.TokenKind {
	if f.config.Accepts.form == acceptOnly {
		return f.config.Accepts.single()
	}
	return authobject.SessionToken
}

// mismatch refuses a credential of a kind that is not accepted.
func (f *flow) mismatch(expected authobject.TokenKind) *Decision {
	return f.signedOut(expected, clerk.ReasonTokenTypeMismatch, &token.Error{Reason: clerk.ReasonTokenTypeMismatch, Kind: expected,
		Detail: "the request presents a credential of a kind that is not accepted here"})
}

// byHeader decides by a session token of the Authorization header. Neither the cookies nor where the browser comes from matter.
func (f *flow) byHeader(ctx context.Context, text string) *Decision {
	auth, err := f.verify(ctx, text)
	if err != nil {
		return f.refused(ctx, text, err)
	}
	return f.signedIn(auth)
}

// verify is the one way to a session that counts.
func (f *flow) verify(ctx context.Context, text string) (*authobject.Auth, error) {
	auth, err := f.recalled, error(nil)
	if auth == nil || auth.Token().Reveal() != text {
		auth, err = f.verifier.Session(ctx, text)
	}
	if err == nil && !auth.IsSignedIn() {
		err = errNamesNobody
	}
	return auth, err
}

// byMachine decides by the credential of a program.
func (f *flow) byMachine(ctx context.Context, kind authobject.TokenKind, text string) *Decision {
	auth, err := f.config.Machines.Verify(ctx, kind, text)
	if err == nil && (!auth.IsMachine() || auth.Kind() != kind) {
		err = errNamesNobody
	}
	if err == nil {
		return f.signedIn(auth)
	}
	known := asTokenError(err)
	if known.Kind != "" {
		kind = known.Kind
	}
	d := f.signedOut(kind, known.Reason, err)
	d.Unavailable, d.RetryAfter = known.Unavailable, known.RetryAfter
	return d
}

func (f *flow) signedIn(auth *authobject.Auth) *Decision {
	return &Decision{Status: SignedIn, kind: auth.Kind(), credentials: f.c, auth: auth}
}

func (f *flow) signedOut(kind authobject.TokenKind, reason clerk.Reason, err error) *Decision {
	return &Decision{Status: SignedOut, Reason: reason, Err: err, kind: kind, credentials: f.c, page: f.r.isForPeople()}
}

// nobody is signedOut for a browser without a session.
func (f *flow) nobody(reason clerk.Reason) *Decision {
	d := f.signedOut(authobject.SessionToken, reason, nil)
	f.markUnjudged(d)
	return d
}

// markUnjudged says on a decision that nobody is signed in perhaps only because a handshake could not be judged.
func (f *flow) markUnjudged(d *Decision) {
	if f.unjudged != nil {
		known := asTokenError(f.unjudged)
		d.Err, d.Unavailable, d.RetryAfter = f.unjudged, known.Unavailable, known.RetryAfter
	}
}

// failed says that something around the request is set up wrongly: not by the one who sent it.
func (f *flow) failed(status int, reason clerk.Reason, err error) *Decision {
	d := f.signedOut(authobject.SessionToken, reason, err)
	d.Status, d.failure = Failed, status
	return d
}

// setNoStore marks an answer that is about one browser and one moment.
func setNoStore(h http.Header) { h.Set("Cache-Control", "no-store") }
