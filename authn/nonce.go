package authn

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// Nonces fetches handshakes from Clerk; [NewNonces] makes the one to use. Implementations must be safe for concurrent use. An
// [Authenticator] asks once for a nonce that several requests bring at the same time, 16 at once, and in any ten seconds about at
// most 40 nonces that come to nothing.
type Nonces interface {
	// Exchange returns the values for Set-Cookie of the handshake with this nonce. An error that is a *backend.Error says by its
	// status whether the nonce is unknown or Clerk cannot answer; any other means that Clerk was not reached.
	Exchange(ctx context.Context, nonce string) ([]string, error)
}

const (
	nonceTimeout   = 5 * time.Second
	maxNonce       = 256
	maxNonceAnswer = 512 << 10
	fruitless      = 40 // exchanges that come to nothing, in any ten seconds of this process
)

// NewNonces returns the Nonces of an instance, which ask its Backend API. It returns nil where there is no secret key to ask with.
func NewNonces(instance *clerk.Instance) Nonces {
	if instance.SecretKey.IsZero() {
		return nil
	}
	client := &http.Client{Timeout: nonceTimeout}
	if instance.HTTPClient != nil {
		given := *instance.HTTPClient
		client = &given
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &nonces{client: client, key: instance.SecretKey, now: instance.Now,
		address: instance.APIURL + "/" + instance.APIVersion + "/clients/handshake_payload"}
}

type nonces struct {
	client  *http.Client
	address string
	key     clerk.Secret
	now     func() time.Time
}

var errNonce = &backend.Error{Method: http.MethodGet, Path: noncePath, Status: http.StatusBadRequest,
	Errors: []backend.ErrorDetail{{Code: "nonce_malformed", Message: "the nonce is no text that Clerk makes"}}}

const noncePath = "/clients/handshake_payload"

// isNonce reports whether a text has the form of a nonce: letters, digits and the marks that need no escape in an address.
func isNonce(text string) bool {
	odd := func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("-._~", c)
	}
	return text != "" && len(text) <= maxNonce && !strings.ContainsFunc(text, odd)
}

// Exchange asks once: a nonce is good for one answer.
func (n *nonces) Exchange(ctx context.Context, nonce string) ([]string, error) {
	if !isNonce(nonce) {
		return nil, errNonce
	}
	ctx, cancel := context.WithTimeout(ctx, nonceTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, n.address+"?"+url.Values{"nonce": {nonce}}.Encode(), http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("the address of the Backend API: %w", err)
	}
	r.Header.Set("Authorization", "Bearer "+n.key.Reveal())
	r.Header.Set(clerk.HeaderAPIVersion, clerk.APIVersionDate)
	r.Header.Set("User-Agent", clerk.UserAgent)
	answer, err := n.client.Do(r)
	if err != nil {
		var inner *url.Error
		if errors.As(err, &inner) {
			err = inner.Err // the text of the outer one repeats the address and so the nonce
		}
		return nil, fmt.Errorf("the Backend API cannot be reached: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return nil, n.refusal(answer, nil)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxNonceAnswer))
	if err != nil {
		return nil, fmt.Errorf("the answer of the Backend API broke off: %w", err)
	}
	var payload struct {
		Directives []string `json:"directives"`
	}
	if err := json.Unmarshal(body, &payload); err != nil {
		return nil, n.refusal(answer, []backend.ErrorDetail{{Code: "bad_answer", Message: "the answer of the Backend API is no handshake"}})
	}
	return payload.Directives, nil
}

// refusal is what an answer says, in the words of package backend. Its body is left where it is.
func (n *nonces) refusal(answer *http.Response, details []backend.ErrorDetail) *backend.Error {
	return &backend.Error{Method: http.MethodGet, Path: noncePath, Status: answer.StatusCode, Errors: details, Attempts: 1,
		RetryAfter: n.retryAfter(answer.Header.Get("Retry-After"))}
}

// retryAfter reads the header of that name, in seconds or as a date.
func (n *nonces) retryAfter(text string) time.Duration {
	const most = time.Hour
	if seconds, err := strconv.ParseUint(strings.TrimSpace(text), 10, 31); err == nil {
		return min(time.Duration(seconds)*time.Second, most)
	}
	if at, err := http.ParseTime(text); err == nil {
		return min(max(at.Sub(n.now()), 0), most)
	}
	return 0
}
