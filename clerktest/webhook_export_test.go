package clerktest

import (
	"context"
	"net/http/httptest"
	"time"
)

// SendTimeout is how long Webhook.Send waits.
const SendTimeout = sendTimeout

// SendWithin is Send with less patience.
func (w *Webhook) SendWithin(ctx context.Context, url string, timeout time.Duration) (*httptest.ResponseRecorder, error) {
	return w.send(ctx, url, timeout)
}
