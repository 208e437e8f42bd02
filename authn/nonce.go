package authn

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// Nonces fetches handshakes from Clerk; [NewNonces] makes the one to use. Implementations must be safe for concurrent use. An
// [Authenticator] asks once for a nonce that several requests bring at the same time, 16 at once, and in any ten seconds about at
// most 40 nonces that come to nothing; an exchange that takes longer than five seconds is given up.
type Nonces interface {
	// Exchange returns the values for Set-Cookie of the handshake with this nonce. An error that is a *backend.Error says by its
	// status whether the nonce is unknown or Clerk cannot answer; any other means that Clerk was not reached.
	Exchange(ctx context.Context, nonce string) ([]string, error)
}

const (
	nonceTimeout = 5 * time.Second
	maxNonce     = 256
	fruitless    = 40 // exchanges that come to nothing, in any ten seconds of this process
)

// NewNonces returns the Nonces of an instance, which ask its Backend API. It returns nil where there is no secret key to ask with.
func NewNonces(instance *clerk.Instance) Nonces {
	if instance.SecretKey.IsZero() {
		return nil
	}
	// A nonce is good for one answer, so it is asked about once.
	client, err := backend.ForInstance(instance, backend.WithRetry(backend.Retry{Attempts: 1}), backend.WithTimeout(nonceTimeout))
	if err != nil {
		return nil // never: there is a key, and the options are good
	}
	return &nonces{client.Clients}
}

type nonces struct{ clients *backend.ClientsService }

var errNonce = &backend.Error{Method: http.MethodGet, Path: "/clients/handshake_payload", Status: http.StatusBadRequest,
	Errors: []backend.ErrorDetail{{Code: "nonce_malformed", Message: "the nonce is no text that Clerk makes"}}}

// isNonce reports whether a text has the form of a nonce: letters, digits and the marks that need no escape in an address.
func isNonce(text string) bool {
	odd := func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("-._~", c)
	}
	return text != "" && len(text) <= maxNonce && !strings.ContainsFunc(text, odd)
}

// Exchange refuses what cannot be a nonce without asking.
func (n *nonces) Exchange(ctx context.Context, nonce string) ([]string, error) {
	if !isNonce(nonce) {
		return nil, errNonce
	}
	payload, err := n.clients.HandshakePayload(ctx, nonce)
	if err != nil {
		return nil, err
	}
	return setCookies(payload.Directives), nil
}

// setCookies returns values for Set-Cookie as texts that can be sent.
func setCookies(secrets []backend.Secret) []string {
	var list []string
	for _, secret := range secrets {
		list = append(list, string(secret))
	}
	return list
}
