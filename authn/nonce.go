package authn

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// Nonces fetches handshakes from Clerk; [NewNonces] makes the one to use. Implementations must be safe for concurrent use.
type Nonces interface {
	// Exchange returns the values for Set-Cookie of the handshake with this nonce.
	Exchange(ctx context.Context, nonce string) ([]string, error)
}

const (
	nonceTimeout   = 10 * time.Second
	maxNonce       = 1 << 10
	maxNonceAnswer = 512 << 10
	maxExchanges   = 32 // at once: whoever sends a nonce has Clerk asked, genuine or not
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
	return &nonces{running: make(chan struct{}, maxExchanges), client: client, key: instance.SecretKey,
		address: instance.APIURL + "/" + instance.APIVersion + "/clients/handshake_payload"}
}

type nonces struct {
	running chan struct{}
	client  *http.Client
	address string
	key     clerk.Secret
}

var (
	errNonce     = errors.New("the nonce is longer than any of Clerk's")
	errExchanges = errors.New("too many handshakes are being fetched at the moment")
)

// Exchange asks once: a nonce is good for one answer.
func (n *nonces) Exchange(ctx context.Context, nonce string) ([]string, error) {
	if len(nonce) > maxNonce {
		return nil, errNonce
	}
	select {
	case n.running <- struct{}{}:
		defer func() { <-n.running }()
	default:
		return nil, errExchanges
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
		return nil, fmt.Errorf("the Backend API answered with status %d", answer.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxNonceAnswer))
	if err != nil {
		return nil, fmt.Errorf("the answer of the Backend API broke off: %w", err)
	}
	var payload struct {
		Directives []string `json:"directives"`
	}
	if err := json.Unmarshal(body, &payload); err != nil {
		return nil, errors.New("the answer of the Backend API is no handshake")
	}
	return payload.Directives, nil
}
