package revocation_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/revocation"
)

// BenchmarkRevoked is what the list costs each request whose caller is not on it, on all cores at once: compare -cpu 1 with more.
func BenchmarkRevoked(b *testing.B) {
	for _, n := range []int{0, 100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			list, err := revocation.New(revocation.Options{})
			if err != nil {
				b.Fatal(err)
			}
			for i := range n {
				if err := list.RevokeSession(fmt.Sprintf("sess_2f9qX0yPzK1vGd%09d", i)); err != nil {
					b.Fatal(err)
				}
			}
			callers := make([]*authobject.Auth, 500)
			for i := range callers {
				callers[i], err = authobject.FromClaims(fmt.Appendf(nil, `{"sub":"user_2f9qWuYb6tRkA4%09d","sid":"sess_2f9qWuYb6tRkA4%09d"}`, i, i), "")
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for i := 0; pb.Next(); i++ {
					if list.Revoked(context.Background(), callers[i%len(callers)]) {
						b.Fatal("somebody is on the list who is not")
					}
				}
			})
		})
	}
}
