package jose

// Remembers reports whether any header is remembered.
func (h *Headers) Remembers() bool { return h.last.Load() != nil }
