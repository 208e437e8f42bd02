package main

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/maypok86/otter/v2"
	gocache "github.com/patrickmn/go-cache"

	"github.com/usher-auth/usher/internal/seats"
)

// A store is one that the token cache could have been built on; docs/decisions/0011-token-cache.md has the outcome.
type store struct {
	get func(*seats.Digest) bool
	put func(*seats.Digest)
}

const remembered = 50_000

var stores = map[string]func() store{
	"seats": func() store {
		t := seats.New[[8]int](2*remembered, 1<<40)
		return store{func(d *seats.Digest) bool { e := t.Get(d); return e != nil && e.Value[0] == 0 },
			func(d *seats.Digest) { t.Put(&seats.Entry[[8]int]{Digest: *d, Ends: 1 << 62, Size: 1}, 0) }}
	},
	"map with an RWMutex": func() store {
		var mu sync.RWMutex
		m := map[seats.Digest]*[8]int{}
		return store{func(d *seats.Digest) bool { mu.RLock(); defer mu.RUnlock(); v := m[*d]; return v != nil && v[0] == 0 },
			func(d *seats.Digest) { mu.Lock(); defer mu.Unlock(); m[*d] = new([8]int) }}
	},
	"sync.Map": func() store {
		var m sync.Map
		return store{func(d *seats.Digest) bool { v, found := m.Load(*d); return found && v.(*[8]int)[0] == 0 }, func(d *seats.Digest) { m.Store(*d, new([8]int)) }}
	},
	"64 go-caches": func() store {
		var shards [64]*gocache.Cache
		for i := range shards {
			shards[i] = gocache.New(time.Hour, 0)
		}
		return store{func(d *seats.Digest) bool {
			v, found := shards[d[0]&63].Get(string(d[:]))
			return found && v.(*[8]int)[0] == 0
		},
			func(d *seats.Digest) { shards[d[0]&63].Set(string(d[:]), new([8]int), time.Hour) }}
	},
	"otter": func() store {
		c := otter.Must(&otter.Options[seats.Digest, *[8]int]{MaximumSize: 2 * remembered, ExpiryCalculator: otter.ExpiryWriting[seats.Digest, *[8]int](time.Hour)})
		return store{func(d *seats.Digest) bool { v, found := c.GetIfPresent(*d); return found && v[0] == 0 }, func(d *seats.Digest) { c.Set(*d, new([8]int)) }}
	},
}

func digests() []seats.Digest {
	out := make([]seats.Digest, remembered)
	for i := range out {
		out[i] = seats.Of(fmt.Sprint(i))
	}
	return out
}

// BenchmarkStores reads what is there, on one core and on all, while nothing is written and while one in a thousand writes.
func BenchmarkStores(b *testing.B) {
	all := digests()
	for _, name := range []string{"seats", "map with an RWMutex", "sync.Map", "64 go-caches", "otter"} {
		s := stores[name]()
		for i := range all {
			s.put(&all[i])
		}
		run := func(writes int) func(*testing.PB) {
			var seed atomic.Uint64
			return func(pb *testing.PB) {
				r := rand.New(rand.NewPCG(1, seed.Add(1)))
				for n := 1; pb.Next(); n++ {
					d := &all[r.IntN(len(all))]
					if writes > 0 && n%writes == 0 {
						s.put(d)
					} else if !s.get(d) {
						b.Error("it is not there")
					}
				}
			}
		}
		b.Run(name+"/one core", func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			b.ReportAllocs()
			b.RunParallel(run(0))
		})
		b.Run(name+"/all cores", func(b *testing.B) { b.ReportAllocs(); b.RunParallel(run(0)) })
		b.Run(name+"/all cores, one in a thousand writes", func(b *testing.B) { b.ReportAllocs(); b.RunParallel(run(1000)) })
	}
}
