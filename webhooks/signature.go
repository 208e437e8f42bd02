package webhooks

import (
	"errors"
	"net/http"
	"strings"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/usher-auth/usher/clerk"
)

// A signingKey is a secret that is ready for use.
type signingKey struct{ webhook *standardwebhooks.Webhook }

// newSigningKey takes a secret that clerk.Options.Resolve has found to be well formed.
func newSigningKey(secret clerk.Secret) (signingKey, error) {
	webhook, err := standardwebhooks.NewWebhook(secret.Reveal())
	if err != nil {
		return signingKey{}, errors.New("option WebhookSigningSecrets (CLERK_WEBHOOK_SIGNING_SECRET): a secret is not base64")
	}
	return signingKey{webhook}, nil
}

// signedBy reports whether one of the keys made one of the signatures. They are compared in constant time.
func (d *delivery) signedBy(keys []signingKey, body []byte) bool {
	// The library knows one family of names, and its check of the time goes by time.Now; ours goes by the injected clock.
	header := http.Header{}
	header.Set(standardwebhooks.HeaderWebhookID, d.id)
	header.Set(standardwebhooks.HeaderWebhookTimestamp, d.timestamp)
	header.Set(standardwebhooks.HeaderWebhookSignature, strings.Join(d.signatures, " "))
	for _, key := range keys {
		if key.webhook.VerifyIgnoringTimestamp(body, header) == nil {
			return true
		}
	}
	return false
}
