package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/maypok86/otter/v2"
	gocache "github.com/patrickmn/go-cache"

	"github.com/usher-auth/usher/internal/seats"
)

// A store is one that the token cache could have been built on; docs/decisions/0011-token-cache.md has the outcome. Each is asked
// with a token, and does what it would have to do with that.
type store struct {
	get func(token string) bool
	put func(token string)
}

// So many tokens are remembered, and so many of them come in turns: a token that a server has just read is in a cache of the processor,
// and so are these.
const (
	remembered = 50_000
	coming     = 500
)

type digest = [sha256.Size]byte

// A proven value is one that is found by a keyed hash and believed for a digest, as those of seats are.
type proven struct {
	proof digest
	value [8]int
}

// proofOf hashes the end of a token, as seats does.
func proofOf(token string) digest {
	const ending = 3*sha256.BlockSize - 9
	var buffer [ending]byte
	return sha256.Sum256(buffer[:copy(buffer[:], token[len(token)-ending:])])
}

func (p *proven) isOf(token string) bool {
	other := proofOf(token)
	return p != nil && subtle.ConstantTimeCompare(p.proof[:], other[:]) == 1
}

// digestOf hashes a token without copying it to the heap.
func digestOf(token string) digest {
	var buffer [1024]byte
	return sha256.Sum256(buffer[:copy(buffer[:], token)])
}

var stores = []struct {
	name string
	open func() store
}{
	{"seats", func() store {
		t := seats.New[[8]int](2*remembered, 1<<40)
		return store{func(token string) bool { e := t.Get(t.Tag(token), token); return e != nil && e.Value[0] == 0 },
			func(token string) { t.Put(t.Tag(token), token, &seats.Entry[[8]int]{Ends: 1 << 62, Size: 1}, 0) }}
	}},
	{"map with an RWMutex, SHA-256", func() store {
		var mu sync.RWMutex
		m := map[digest]*[8]int{}
		return store{func(token string) bool {
			d := digestOf(token)
			mu.RLock()
			defer mu.RUnlock()
			v := m[d]
			return v != nil && v[0] == 0
		},
			func(token string) { d := digestOf(token); mu.Lock(); defer mu.Unlock(); m[d] = new([8]int) }}
	}},
	{"map with an RWMutex, a keyed hash and the proof", func() store {
		var mu sync.RWMutex
		seed, m := maphash.MakeSeed(), map[uint64]*proven{}
		return store{func(token string) bool {
			h := maphash.String(seed, token)
			mu.RLock()
			p := m[h]
			mu.RUnlock()
			return p.isOf(token) && p.value[0] == 0
		},
			func(token string) {
				h, p := maphash.String(seed, token), &proven{proof: proofOf(token)}
				mu.Lock()
				defer mu.Unlock()
				m[h] = p
			}}
	}},
	{"sync.Map, a keyed hash and the proof", func() store {
		var m sync.Map
		seed := maphash.MakeSeed()
		return store{func(token string) bool {
			v, found := m.Load(maphash.String(seed, token))
			return found && v.(*proven).isOf(token) && v.(*proven).value[0] == 0
		},
			func(token string) { m.Store(maphash.String(seed, token), &proven{proof: proofOf(token)}) }}
	}},
	{"sync.Map, SHA-256", func() store {
		var m sync.Map
		return store{func(token string) bool { v, found := m.Load(digestOf(token)); return found && v.(*[8]int)[0] == 0 },
			func(token string) { m.Store(digestOf(token), new([8]int)) }}
	}},
	{"sync.Map, the token itself", func() store {
		var m sync.Map
		return store{func(token string) bool { v, found := m.Load(token); return found && v.(*[8]int)[0] == 0 },
			func(token string) { m.Store(strings.Clone(token), new([8]int)) }}
	}},
	{"64 go-caches, SHA-256", func() store {
		var shards [64]*gocache.Cache
		for i := range shards {
			shards[i] = gocache.New(time.Hour, 0)
		}
		return store{func(token string) bool {
			d := digestOf(token)
			v, found := shards[d[0]&63].Get(string(d[:]))
			return found && v.(*[8]int)[0] == 0
		},
			func(token string) { d := digestOf(token); shards[d[0]&63].Set(string(d[:]), new([8]int), time.Hour) }}
	}},
	{"otter, SHA-256", func() store {
		c := otter.Must(&otter.Options[digest, *[8]int]{MaximumSize: 2 * remembered, ExpiryCalculator: otter.ExpiryWriting[digest, *[8]int](time.Hour)})
		return store{func(token string) bool { v, found := c.GetIfPresent(digestOf(token)); return found && v[0] == 0 },
			func(token string) { c.Set(digestOf(token), new([8]int)) }}
	}},
}

// texts are as long as session tokens, and have what SHA-256 of their numbers makes of them for a signature.
func texts() []string {
	out := make([]string, remembered)
	for i := range out {
		sum := fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, i)))
		out[i] = strings.Repeat("h", 100) + "." + sum + strings.Repeat("c", 310) + "." + strings.Repeat(sum, 6)[:342]
	}
	return out
}

// BenchmarkStores reads what is there, on one core and on all, while nothing is written and while one in a thousand writes.
func BenchmarkStores(b *testing.B) {
	all := texts()
	for _, of := range stores {
		s := of.open()
		for _, text := range all {
			s.put(text)
		}
		run := func(writes int) func(*testing.PB) {
			var seed atomic.Uint64
			return func(pb *testing.PB) {
				r := rand.New(rand.NewPCG(1, seed.Add(1)))
				for n := 1; pb.Next(); n++ {
					text := all[r.IntN(coming)]
					if writes > 0 && n%writes == 0 {
						s.put(text)
					} else if !s.get(text) {
						b.Error("it is not there")
					}
				}
			}
		}
		b.Run(of.name+"/one core", func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			b.ReportAllocs()
			b.RunParallel(run(0))
		})
		b.Run(of.name+"/all cores", func(b *testing.B) { b.ReportAllocs(); b.RunParallel(run(0)) })
		b.Run(of.name+"/all cores, one in a thousand writes", func(b *testing.B) { b.ReportAllocs(); b.RunParallel(run(1000)) })
	}
}
