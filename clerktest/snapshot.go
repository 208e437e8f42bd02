package clerktest

import "fmt"

// Snapshot returns what the Backend API knows, as JSON for [Clerk.Restore]: users, organizations and all that belongs to them,
// machines, API keys and tokens of programs, templates, the settings that its operations change, and browsers with their sessions. Keys
// and the clock are not in it, so that tokens of one instance are strange to another one, and sessions have the age that its clock
// gives them.
func (c *Clerk) Snapshot() []byte {
	c.tb.Helper()
	data, err := c.world.Snapshot()
	if err != nil {
		c.fail("Snapshot: %v", err)
	}
	return data
}

// Restore replaces what the Backend API knows by what a [Clerk.Snapshot] has, of this instance or another one. The error says
// what is wrong with the snapshot, and nothing has changed then.
func (c *Clerk) Restore(snapshot []byte) error {
	if err := c.world.Restore(snapshot); err != nil {
		return fmt.Errorf("clerktest: Restore: %w", err)
	}
	return nil
}
