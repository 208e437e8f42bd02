// Package storetest tests implementations of [webhooks.Store].
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) webhooks.Store { return newStore(t) })
//	}
package storetest

import (
	"crypto/rand"
	"sync"
	"testing"

	"github.com/usher-auth/usher/webhooks"
)

// Run has t fail where a store does not keep what the comment of [webhooks.Store] promises. newStore is called for each
// subtest; the stores may share a database, as the ids are random. That a store outside the process ends claims by
// itself after a time, and forgets no handled event too early, is left to its own tests.
func Run(t *testing.T, newStore func(t *testing.T) webhooks.Store) {
	t.Helper()
	for name, test := range map[string]func(s store){
		"a claim is one until it ends":                     claims,
		"after Release an event can be claimed again":      release,
		"after Done an event is handled":                   done,
		"Release does not undo Done":                       releaseAfterDone,
		"an owner that nobody is changes nothing":          strangers,
		"an owner whose claim has ended changes nothing":   former,
		"what happens to one event is nothing to another":  others,
		"one of many who ask at the same time has a claim": many,
	} {
		t.Run(name, func(t *testing.T) { test(store{t, newStore(t), "msg_" + rand.Text()}) })
	}
}

// A store is one with the event that a subtest is about.
type store struct {
	*testing.T
	webhooks.Store
	id string
}

// want claims, compares the answer and returns the owner.
func (s store) want(want webhooks.Claim) (owner string) {
	s.Helper()
	got, owner, err := s.Claim(s.Context(), s.id)
	switch {
	case err != nil:
		s.Fatalf("Claim: %v", err)
	case got != want:
		s.Fatalf("Claim answers %v, want %v", got, want)
	case want != webhooks.Claimed && owner != "":
		s.Errorf("Claim answers %v, and %q as the owner; only a claim has one", got, owner)
	}
	return owner
}

// must is for what the owner does, who is entitled to it.
func (s store) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatalf("the owner of the claim gets an error: %v", err)
	}
}

func claims(s store) {
	if s.want(webhooks.Claimed) == "" {
		s.Error("the claim has no owner")
	}
	s.want(webhooks.InProgress)
	s.want(webhooks.InProgress)
}

func release(s store) {
	first := s.want(webhooks.Claimed)
	s.must(s.Release(s.Context(), s.id, first))
	if second := s.want(webhooks.Claimed); first == second {
		s.Errorf("two claims have the owner %q", first)
	}
}

func done(s store) {
	s.must(s.Done(s.Context(), s.id, s.want(webhooks.Claimed)))
	s.want(webhooks.Handled)
	s.want(webhooks.Handled)
}

func releaseAfterDone(s store) {
	owner := s.want(webhooks.Claimed)
	s.must(s.Done(s.Context(), s.id, owner))
	_ = s.Release(s.Context(), s.id, owner) // an error or none, as the store likes
	s.want(webhooks.Handled)
}

func strangers(s store) {
	for _, stranger := range []string{"", "nobody"} {
		_ = s.Done(s.Context(), s.id, stranger)
		_ = s.Release(s.Context(), s.id, stranger)
	}
	owner := s.want(webhooks.Claimed)
	for _, stranger := range []string{"", "nobody", owner + "x"} {
		_ = s.Done(s.Context(), s.id, stranger)
		s.want(webhooks.InProgress)
		_ = s.Release(s.Context(), s.id, stranger)
		s.want(webhooks.InProgress)
	}
	s.must(s.Done(s.Context(), s.id, owner))
	s.want(webhooks.Handled)
}

func former(s store) {
	former := s.want(webhooks.Claimed)
	s.must(s.Release(s.Context(), s.id, former))
	owner := s.want(webhooks.Claimed)
	_ = s.Done(s.Context(), s.id, former)
	s.want(webhooks.InProgress)
	_ = s.Release(s.Context(), s.id, former)
	s.want(webhooks.InProgress)
	s.must(s.Release(s.Context(), s.id, owner))
	s.must(s.Done(s.Context(), s.id, s.want(webhooks.Claimed)))
	_ = s.Release(s.Context(), s.id, former)
	s.want(webhooks.Handled)
}

func others(s store) {
	owner := s.want(webhooks.Claimed)
	other := s
	other.id += "_2"
	its := other.want(webhooks.Claimed)
	_ = s.Done(s.Context(), s.id, its)
	s.want(webhooks.InProgress)
	s.must(s.Done(s.Context(), s.id, owner))
	other.want(webhooks.InProgress)
	s.must(other.Release(s.Context(), other.id, its))
	s.want(webhooks.Handled)
}

func many(s store) {
	var mu sync.Mutex
	got := map[webhooks.Claim]int{}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			claim, _, err := s.Claim(s.Context(), s.id)
			if err != nil {
				s.Errorf("Claim: %v", err)
			}
			mu.Lock()
			defer mu.Unlock()
			got[claim]++
		})
	}
	wg.Wait()
	if got[webhooks.Claimed] != 1 || got[webhooks.InProgress] != 19 {
		s.Errorf("20 who asked were answered %v, want 1 claimed and 19 in progress", got)
	}
}
