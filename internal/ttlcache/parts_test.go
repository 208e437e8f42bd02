package ttlcache

import (
	"fmt"
	"testing"
	"time"
)

// TestReadersOfALargeCacheTakeDifferentLocks puts ids of the usual form into a cache and looks where they are.
func TestReadersOfALargeCacheTakeDifferentLocks(t *testing.T) {
	for _, row := range []struct{ limit, parts int }{{1, 1}, {spreadFrom - 1, 1}, {spreadFrom, spread}, {1 << 20, spread}} {
		c := New[int](row.limit, time.Now)
		if len(c.parts) != row.parts {
			t.Errorf("a cache of %d is spread over %d parts, want %d", row.limit, len(c.parts), row.parts)
		}
		used := map[any]bool{}
		const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		for i := range letters {
			used[c.part(fmt.Sprintf("sess_2f9qX0yPzK1vGd%d%c", i, letters[i]))] = true
		}
		if len(used) != row.parts {
			t.Errorf("the ids of a cache of %d are in %d parts, want %d", row.limit, len(used), row.parts)
		}
	}
}
