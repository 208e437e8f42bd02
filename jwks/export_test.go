package jwks

// Hold takes the lock of a cache's fetches until release is called.
func Hold(c *Cache) (release func()) {
	c.flights.mu.Lock()
	return c.flights.mu.Unlock
}
