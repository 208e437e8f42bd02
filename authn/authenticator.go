package authn

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/token"
)

// A Verifier judges session tokens and handshakes; [token.Verifier] is the one to use. Implementations must be safe for concurrent
// use, and must find no fault only with what this instance's key has signed.
type Verifier interface {
	// Session verifies a session token. The error should be a *token.Error.
	Session(ctx context.Context, text string) (*authobject.Auth, error)
	// DeveloperSession is Session for a token out of a handshake of a development instance, and does not mind a clock that is
	// off by a day.
	DeveloperSession(ctx context.Context, text string) (*authobject.Auth, error)
	// Handshake verifies the payload of a handshake and returns the values for Set-Cookie in it.
	Handshake(ctx context.Context, text string) ([]string, error)
}

// A MintedVerifier is a [Verifier] that also knows the tokens that Clerk's Backend API makes. They are made for no origin, so that
// they lack an authorized party. Without it such tokens are judged by Verifier.Session.
type MintedVerifier interface {
	// MintedSession is Session for a token that this service has from the Backend API itself, and does not mind that it lacks an
	// authorized party.
	MintedSession(ctx context.Context, text string) (*authobject.Auth, error)
}

// A memory is a [token.Verifier] that is asked what it remembers. A verifier that wraps one takes over its methods and may judge more
// strictly, so there every question about a token is put to its Session.
type memory interface {
	Recall(ctx context.Context, text string) *authobject.Auth
}

// Config is what an [Authenticator] can have beyond its instance and verifier. The zero Config accepts session tokens, refreshes
// none, and exchanges no nonces.
type Config struct {
	// Accepts says which kinds of credential count. Default: session tokens only.
	Accepts Accepts
	// Machines judges the credentials of programs. It is required where Accepts admits any of them.
	Machines Machines
	// Refresher has expired session tokens renewed without a redirect. Default: none are.
	Refresher Refresher
	// Nonces fetches the handshakes that Clerk hands over by a nonce. Default: Clerk is asked to hand over the handshake itself,
	// which makes long addresses and cookies, and one that comes by a nonce all the same counts as empty.
	Nonces Nonces
	// Revocations is asked about every credential that was found good, and refuses it with clerk.ReasonSessionRevoked. Default: none
	// is refused for that.
	Revocations Revocations
	// Sessions finds out which session a request means that names one. Default: what a request names is not read, and the session
	// that was last active in its browser counts.
	Sessions *multisession.Chooser
}

// An Authenticator makes decisions about requests to one instance. It is immutable and safe for concurrent use.
type Authenticator struct {
	instance *clerk.Instance
	verifier Verifier
	memory   memory // of the verifier; nil where it has none
	config   Config
	suffix   string // of the instance's cookies
	names    cookieNames
	ownHost  string // of the Frontend API as Clerk serves it, in lower case

	nonces    *gate[[]string]
	refreshes *gate[*backend.SessionRefresh]
}

// New returns an authenticator for an instance, which must come from [clerk.Options.Resolve], that believes what verifier
// verifies. The error joins everything that is wrong.
func New(instance *clerk.Instance, verifier Verifier, config Config) (*Authenticator, error) {
	var problems []error
	if instance == nil {
		problems = append(problems, errors.New("authn: the instance is nil; take one from clerk.Options.Resolve"))
	}
	if verifier == nil {
		problems = append(problems, errors.New("authn: the verifier is nil; take one from token.New"))
	}
	problems = append(problems, config.Accepts.validate())
	if config.Accepts.machines() && config.Machines == nil {
		problems = append(problems, errors.New("authn: Accepts admits credentials of machines, and Machines is nil; take one from token.NewMachines"))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	var known memory
	if v, ok := verifier.(*token.Verifier); ok {
		known = v
	}
	verifier, config.Machines = config.hold(verifier)
	return &Authenticator{instance: instance, verifier: verifier, memory: known, config: config, suffix: instance.CookieSuffix(),
		names: newCookieNames(instance.CookieSuffix()), ownHost: strings.ToLower(instance.OwnFrontendAPIHost()),
		nonces: newGate[[]string](instance, fruitless), refreshes: newGate[*backend.SessionRefresh](instance, fruitlessRefreshes)}, nil
}

// Authenticate decides about a request. Whatever is wrong with the request is a decision with a reason. The request's context
// bounds the wait for a key that is not known yet, and for whatever else Clerk has to be asked.
func (a *Authenticator) Authenticate(r *http.Request) *Decision {
	return a.Decide(r.Context(), a.Read(r))
}

// Decide is [Authenticator.Authenticate] for a request that has been read already.
func (a *Authenticator) Decide(ctx context.Context, r *Request) *Decision {
	f := newFlow(ctx, a, r)
	if d := f.checkSatellite(); d != nil {
		return d
	}
	if a.config.Sessions != nil {
		return f.meant(ctx)
	}
	return f.dispatch(ctx)
}
