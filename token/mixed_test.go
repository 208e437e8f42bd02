package token_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// TestPartsOfRememberedTokensMakeNoToken has many at once put tokens together from parts of remembered ones, while the clock jumps, the
// key comes and goes, and others are forgotten and pushed out. Whoever passes has the very text of a genuine token, and is its user.
func TestPartsOfRememberedTokensMakeNoToken(t *testing.T) {
	k := newKit(t)
	c := new(clock)
	c.set(moment)
	cache, err := jwks.New(instanceOf(t, k), jwks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	keys := new(switched)
	keys.now.Store(cache)
	options := clerk.Options{PublishableKey: publishableKey, JWTKey: k.pem(t), Getenv: func(string) string { return "" }, Now: c.now}
	instance, err := options.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	v := token.New(instance, keys, token.WithCache(token.CacheOptions{MaxTokens: 6}))
	users := map[string]string{}
	var parts [][]string
	for i := range 8 {
		text := k.sign(t, k.header().with(members{"typ": "JWT", "n": i}), k.claims().with(members{"sub": fmt.Sprint("user_", i)}))
		users[text] = fmt.Sprint("user_", i)
		parts = append(parts, strings.Split(text, "."))
	}
	rounds := 3000
	if raceEnabled {
		rounds = 600
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(5, uint64(g)))
			for n := range rounds {
				a, b, s := r.IntN(len(parts)), r.IntN(len(parts)), r.IntN(len(parts))
				if n%2 == 0 {
					b, s = a, a
				}
				text := parts[a][0] + "." + parts[b][1] + "." + parts[s][2]
				auth, err := v.Session(context.Background(), text)
				if recalled := v.Recall(context.Background(), text); recalled != nil && recalled.UserID() != users[text] {
					t.Errorf("%d.%d.%d is recalled for %s", a, b, s, recalled.UserID())
				}
				if err == nil && (auth.UserID() != users[text] || users[text] == "" || auth.Token().Reveal() != text) {
					t.Errorf("%d.%d.%d passes for %s", a, b, s, auth.UserID())
				}
				switch {
				case g == 0 && n%7 == 0:
					c.set(moment.Add(time.Duration(r.IntN(160)-80) * time.Second))
				case g == 1 && n%5 == 0:
					keys.now.Store([]*jwks.Cache{cache, nil}[r.IntN(2)])
				case g == 2 && n%11 == 0:
					v.Forget(func(caller *authobject.Auth) bool { return caller.UserID() == fmt.Sprint("user_", r.IntN(8)) })
				}
			}
		})
	}
	wg.Wait()
	c.set(moment.Add(time.Hour))
	keys.now.Store(cache)
	for text, user := range users {
		if auth, err := v.Session(context.Background(), text); reasonOf(t, err) != clerk.ReasonTokenExpired {
			t.Errorf("an hour later the token of %s gives %v, %v", user, auth, err)
		}
	}
	c.set(moment)
	for text, user := range users {
		if pass(t, v, text).UserID() != user {
			t.Errorf("the token of %s is another's", user)
		}
	}
	if err := v.Close(); err != nil || remembered(v) != 0 {
		t.Errorf("%v, and %d are remembered after Close", err, remembered(v))
	}
}
