package clerktest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// maxDeliveries is how many deliveries are remembered.
const maxDeliveries = 1000

// webhookRetries are the waits between attempts: as many as Clerk's sender makes, and shorter, because a receiver on the same
// machine is back soon or not at all. Clerk's own are 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h.
var webhookRetries = []time.Duration{
	50 * time.Millisecond, 250 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second,
}

// A DeliveryState is how far the delivery of an event has come.
type DeliveryState string

// The states of a [Delivery].
const (
	// DeliveryWaiting is the state before the first attempt, and between two of them.
	DeliveryWaiting DeliveryState = "waiting"
	// DeliveryDone means that the receiver answered 2xx.
	DeliveryDone DeliveryState = "delivered"
	// DeliveryFailed means that no attempt is left.
	DeliveryFailed DeliveryState = "failed"
)

// A Delivery is an event on its way to a receiver. It is a copy: changing it changes nothing.
type Delivery struct {
	// ID is the id of the event (header svix-id), the same in all attempts.
	ID string
	// Type is the type of the event: "user.created".
	Type string
	// URL is where it is delivered.
	URL string
	// Body is what is sent: the event in Clerk's envelope, as JSON.
	Body []byte
	// At is when the event happened, by the clock of the instance.
	At time.Time
	// State says whether it has arrived.
	State DeliveryState
	// Attempts are those that were made, in their order.
	Attempts []DeliveryAttempt
	// Next is when the next attempt is due, by the clock of the instance. It is zero unless the state is DeliveryWaiting.
	Next time.Time
}

// A DeliveryAttempt is one attempt of a [Delivery].
type DeliveryAttempt struct {
	// At is when it ended, by the clock of the instance.
	At time.Time
	// Status is the status of the answer, or 0 if there was none.
	Status int
	// Err says why there was no answer; it is nil if there was one, whatever its status.
	Err error
}

// deliveries are the events of an instance on their way, and those that have arrived lately.
type deliveries struct {
	ctx   context.Context //nolint:containedctx // that of the goroutine, which Close ends
	stop  context.CancelFunc
	ended chan struct{} // closed when the goroutine has ended; nil before there is one

	mu      sync.Mutex
	url     string // "" for nowhere
	closed  bool
	log     []*outgoing
	changed chan struct{} // closed, and replaced, when something has changed
}

// An outgoing is a delivery and what makes its attempts.
type outgoing struct {
	Delivery
	webhook *Webhook
}

// DeliverWebhooks has the events of all changes from now on delivered to a URL, signed as Clerk signs them, where Config.WebhookURL
// had them delivered to before; "" ends that. It is for the changes that come by the Backend API, by methods such as AddUser, and by
// signing in, in their order and one at a time. An answer other than 2xx, or none within 15 seconds, is followed by the attempts of
// Config.WebhookRetries, under the same id, while later events go on. [Clerk.Deliveries] tells what came of it. A URL that is
// no absolute http or https address is a mistake.
func (c *Clerk) DeliverWebhooks(url string) {
	c.tb.Helper()
	if url != "" {
		if _, why := parseTarget(url); why != "" {
			c.fail("DeliverWebhooks: the URL %s", why)
		}
	}
	c.deliverTo(url)
}

func (c *Clerk) deliverTo(url string) {
	d := &c.deliveries
	d.mu.Lock()
	d.url = url
	if url != "" && d.ended == nil && !d.closed {
		d.ctx, d.stop = context.WithCancel(context.Background())
		d.changed, d.ended = make(chan struct{}), make(chan struct{})
		go c.carryOut()
	}
	d.mu.Unlock()
	if url == "" {
		c.world.Listen(nil)
		return
	}
	c.world.Listen(c.enqueue)
}

// enqueue takes the events of a change, within its transaction.
func (c *Clerk) enqueue(events []world.Event) {
	d := &c.deliveries
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.url == "" || d.closed {
		return
	}
	now := c.Now()
	for _, e := range events {
		w := c.Webhook(e.Type, e.Data).HappenedAt(e.At)
		d.log = append(d.log, &outgoing{webhook: w, Delivery: Delivery{
			ID: w.id, Type: e.Type, URL: d.url, Body: w.Body(), At: e.At, State: DeliveryWaiting, Next: now,
		}})
	}
	for len(d.log) > maxDeliveries {
		oldest := max(0, slices.IndexFunc(d.log, func(o *outgoing) bool { return o.State != DeliveryWaiting }))
		d.log = slices.Delete(d.log, oldest, oldest+1)
	}
	d.tell()
}

// tell wakes whoever waits for a change. The caller holds the lock.
func (d *deliveries) tell() {
	if d.changed != nil {
		close(d.changed)
		d.changed = make(chan struct{})
	}
}

// wake has the goroutine look at the clock again.
func (d *deliveries) wake() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tell()
}

// due returns the delivery whose next attempt comes first, or nil. Of several at one time it is that of the oldest event. The caller
// holds the lock.
func (d *deliveries) due() (first *outgoing) {
	for _, o := range d.log {
		if o.State == DeliveryWaiting && (first == nil || o.Next.Before(first.Next)) {
			first = o
		}
	}
	return first
}

// carryOut makes the attempts, one after another.
func (c *Clerk) carryOut() {
	d := &c.deliveries
	defer close(d.ended)
	for d.ctx.Err() == nil {
		d.mu.Lock()
		next, changed := d.due(), d.changed
		var wait time.Duration
		if next != nil {
			wait = next.Next.Sub(c.Now())
		}
		d.mu.Unlock()
		switch {
		case next == nil:
			pause(d.ctx, changed, nil)
		case wait > 0:
			timer := time.NewTimer(wait)
			pause(d.ctx, changed, timer.C)
			timer.Stop()
		default:
			c.attempt(next)
		}
	}
}

// pause waits for one of three things.
func pause(ctx context.Context, changed <-chan struct{}, timer <-chan time.Time) {
	select {
	case <-ctx.Done():
	case <-changed:
	case <-timer:
	}
}

// attempt makes one attempt and writes down what came of it.
func (c *Clerk) attempt(o *outgoing) {
	d := &c.deliveries
	answer, err := o.webhook.send(d.ctx, o.URL, sendTimeout)
	if d.ctx.Err() != nil {
		return // Close cut it off, which says nothing about the receiver
	}
	made := DeliveryAttempt{At: c.Now(), Err: err}
	if err == nil {
		made.Status = answer.Code
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	o.Attempts = append(o.Attempts, made)
	o.Next = time.Time{}
	switch retries := c.config.WebhookRetries; {
	case made.Status/100 == 2:
		o.State = DeliveryDone
	case len(o.Attempts) > len(retries):
		o.State = DeliveryFailed
	default:
		o.Next = made.At.Add(retries[len(o.Attempts)-1])
	}
	d.tell()
}

// Deliveries returns what was delivered by [Clerk.DeliverWebhooks] and Config.WebhookURL, and what is about to be, in the order of the
// events: the last 1,000.
func (c *Clerk) Deliveries() []Delivery {
	d := &c.deliveries
	d.mu.Lock()
	defer d.mu.Unlock()
	return each(d.log, func(o *outgoing) Delivery {
		out := o.Delivery
		out.Body, out.Attempts = slices.Clone(out.Body), slices.Clone(out.Attempts)
		return out
	})
}

// WaitForDeliveries returns when no event is waiting to be delivered: each has arrived, or has no attempt left. An attempt that is due
// later is waited for, by the clock of the instance; [Clerk.Advance] shortens that. The error is that of ctx, with what is still
// waiting.
func (c *Clerk) WaitForDeliveries(ctx context.Context) error {
	d := &c.deliveries
	for {
		d.mu.Lock()
		next, changed := d.due(), d.changed
		d.mu.Unlock()
		if next == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("clerktest: WaitForDeliveries: %s (%s) has not arrived at %s: %w", next.ID, next.Type, next.URL, ctx.Err())
		case <-changed:
		}
	}
}

// close ends the goroutine, and the attempt that it makes.
func (d *deliveries) close() {
	d.mu.Lock()
	d.closed = true
	ended := d.ended
	d.mu.Unlock()
	if ended != nil {
		d.stop()
		<-ended
	}
}
