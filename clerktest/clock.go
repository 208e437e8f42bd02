package clerktest

import (
	"sync/atomic"
	"time"
)

// A clock is another clock, shifted.
type clock struct {
	base   func() time.Time
	offset atomic.Int64 // in nanoseconds
}

func (c *clock) now() time.Time { return c.base().Add(time.Duration(c.offset.Load())) }

// Now returns the time of the instance, which tokens are made by and which the options of the instance carry. It is that of
// Config.Now until Advance or SetTime is called.
func (c *Clerk) Now() time.Time { return c.clock.now() }

// Advance moves the clock of the instance by d, which may be negative: ck.Advance(2*time.Minute) makes tokens expire that
// were made before, without waiting.
func (c *Clerk) Advance(d time.Duration) {
	c.clock.offset.Add(int64(d))
	c.deliveries.wake()
}

// SetTime sets the clock of the instance to t. From there it goes on as Config.Now does: it stands still only if that
// does.
func (c *Clerk) SetTime(t time.Time) {
	c.clock.offset.Store(int64(t.Sub(c.clock.base())))
	c.deliveries.wake()
}
