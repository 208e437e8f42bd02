package token_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// A clock is set by a test.
type clock struct{ at atomic.Int64 }

func (c *clock) set(t time.Time) { c.at.Store(t.UnixNano()) }
func (c *clock) now() time.Time  { return time.Unix(0, c.at.Load()).UTC() }

// remembered returns how many tokens a verifier remembers.
func remembered(v *token.Verifier) int {
	n, _ := token.Remembered(v)
	return n
}

// pass fails the test unless a token is good.
func pass(tb testing.TB, v *token.Verifier, text string) *authobject.Auth {
	tb.Helper()
	auth, err := v.Session(context.Background(), text)
	if err != nil {
		tb.Fatalf("a good token is refused: %v", err)
	}
	return auth
}

func TestARememberedTokenSaysTheSame(t *testing.T) {
	k := newKit(t)
	text := k.sign(t, k.header(), k.claims().with(members{"act": members{"sub": "user_support"}, "tier": "gold"}))
	v := k.verifier(t, nil)
	first, again := pass(t, v, text), pass(t, v, text)
	if remembered(v) != 1 {
		t.Fatalf("%d tokens are remembered, want 1", remembered(v))
	}
	one, _ := json.Marshal(first)
	two, _ := json.Marshal(again)
	if string(one) != string(two) || string(first.Claims().Raw()) != string(again.Claims().Raw()) || !first.ExpiresAt().Equal(again.ExpiresAt()) {
		t.Errorf("first %s, then %s", one, two)
	}
	if again.Token().Reveal() != text {
		t.Error("a caller who is remembered has lost the token of the request")
	}
	if first == again {
		t.Error("two requests share one Auth, and so one token")
	}
}

func TestWhatIsRememberedOpensNothing(t *testing.T) {
	k := newKit(t)
	v := k.verifier(t, nil)
	pass(t, v, k.sign(t, k.header(), k.claims()))
	callers := 0
	v.Forget(func(caller *authobject.Auth) bool {
		callers++
		if !caller.Token().IsZero() {
			t.Error("the token itself is kept")
		}
		return false
	})
	if callers != 1 {
		t.Errorf("%d callers are remembered, want 1", callers)
	}
}

func TestDatesAreJudgedAgainEachTime(t *testing.T) {
	k := newKit(t)
	text := k.sign(t, k.header(), k.claims()) // iat is 10 seconds ago, nbf 20, exp in 50; the skew is 5
	for _, row := range []struct {
		name string
		at   time.Duration
		want clerk.Reason
	}{
		{"at once", 0, ""},
		{"in the last moment of exp and skew", 55*time.Second - time.Millisecond, ""},
		{"when exp and skew have passed", 55 * time.Second, clerk.ReasonTokenExpired},
		{"a year later", 365 * 24 * time.Hour, clerk.ReasonTokenExpired},
		{"after the clock was set back a little", -14 * time.Second, ""},
		{"after the clock was set back behind iat", -16 * time.Second, clerk.ReasonTokenIATInTheFuture},
		{"after the clock was set back behind nbf", -26 * time.Second, clerk.ReasonTokenNotActiveYet},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := new(clock)
			c.set(moment)
			v := k.verifier(t, func(o *clerk.Options) { o.Now = c.now })
			pass(t, v, text)
			c.set(moment.Add(row.at))
			auth, err := v.Session(context.Background(), text)
			if got := reasonOf(t, err); got != row.want || (auth == nil) != (row.want != "") {
				t.Errorf("reason %q, want %q (%v)", got, row.want, err)
			}
			if want := 1 - min(len(row.want), 1); remembered(v) != want {
				t.Errorf("%d tokens are remembered, want %d", remembered(v), want)
			}
		})
	}
}

// TestTheLaterOfTwoDatesCounts sets the clock back to where one of nbf and iat lies ahead and the other does not.
func TestTheLaterOfTwoDatesCounts(t *testing.T) {
	k := newKit(t)
	now := moment.Unix()
	for _, row := range []struct {
		name     string
		nbf, iat any
		want     clerk.Reason
	}{
		{"nbf is the later one", now - 10, now - 20, clerk.ReasonTokenNotActiveYet},
		{"iat is the later one", now - 20, now - 10, clerk.ReasonTokenIATInTheFuture},
		{"there is nbf alone", now - 10, absent, clerk.ReasonTokenNotActiveYet},
		{"there is iat alone", absent, now - 10, clerk.ReasonTokenIATInTheFuture},
		{"there is neither", absent, absent, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := new(clock)
			c.set(moment)
			v := k.verifier(t, func(o *clerk.Options) { o.Now = c.now })
			text := k.sign(t, k.header(), k.claims().with(members{"nbf": row.nbf, "iat": row.iat}))
			pass(t, v, text)
			c.set(moment.Add(-15 * time.Second))
			pass(t, v, text)
			c.set(moment.Add(-15*time.Second - time.Millisecond))
			if _, err := v.Session(context.Background(), text); reasonOf(t, err) != row.want {
				t.Errorf("%v, want %q", err, row.want)
			}
		})
	}
}

func TestATokenOneByteOffNeverHits(t *testing.T) {
	k := newKit(t)
	v := k.verifier(t, nil)
	text := k.sign(t, k.header(), k.claims())
	pass(t, v, text)
	for i := range text {
		for _, c := range []byte{text[i] ^ 1, 'A', '.'} {
			other := text[:i] + string(rune(c)) + text[i+1:]
			if other == text {
				continue
			}
			if auth, err := v.Session(context.Background(), other); auth != nil || err == nil {
				t.Fatalf("byte %d may be %q", i, c)
			}
		}
	}
	for _, other := range []string{text + "A", text[:len(text)-1], " " + text, text + "\n", strings.ToUpper(text), ""} {
		if auth, err := v.Session(context.Background(), other); auth != nil || err == nil {
			t.Errorf("%.20q… of %d bytes passes", other, len(other))
		}
	}
	if remembered(v) != 1 {
		t.Errorf("%d tokens are remembered, want 1", remembered(v))
	}
}

// switched are keys that a test replaces.
type switched struct{ now atomic.Pointer[jwks.Cache] }

func (s *switched) Key(ctx context.Context, id string) (jwks.Key, error) {
	if keys := s.now.Load(); keys != nil {
		return keys.Key(ctx, id)
	}
	return jwks.Key{}, &jwks.Error{Reason: clerk.ReasonJWKKidMismatch, Detail: "the instance has withdrawn the key"}
}

func (s *switched) Renewed(context.Context, jwks.Key) (jwks.Key, bool) { return jwks.Key{}, false }

func TestATokenEndsWithItsKey(t *testing.T) {
	k := newKit(t)
	other := kit{k.stranger, k.key}
	keysOf := func(k kit) *jwks.Cache {
		instance, err := clerk.Options{JWTKey: k.pem(t), Getenv: func(string) string { return "" }}.Resolve()
		if err != nil {
			t.Fatal(err)
		}
		keys, err := jwks.New(instance, jwks.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return keys
	}
	for _, row := range []struct {
		name  string
		after *jwks.Cache
		want  clerk.Reason
	}{
		{"the key was fetched again and is the same", keysOf(k), ""},
		{"the key was withdrawn", nil, clerk.ReasonJWKKidMismatch},
		{"another key has taken its name", keysOf(other), clerk.ReasonTokenInvalidSignature},
	} {
		t.Run(row.name, func(t *testing.T) {
			instance, err := clerk.Options{PublishableKey: publishableKey, JWTKey: k.pem(t), Getenv: func(string) string { return "" },
				Now: func() time.Time { return moment }}.Resolve()
			if err != nil {
				t.Fatal(err)
			}
			keys := new(switched)
			keys.now.Store(keysOf(k))
			v := token.New(instance, keys)
			text := k.sign(t, k.header(), k.claims())
			pass(t, v, text)
			keys.now.Store(row.after)
			_, err = v.Session(context.Background(), text)
			if got := reasonOf(t, err); got != row.want {
				t.Errorf("reason %q, want %q", got, row.want)
			}
			if want := 1 - min(len(row.want), 1); remembered(v) != want {
				t.Errorf("%d tokens are remembered, want %d", remembered(v), want)
			}
		})
	}
}

func TestVerifiersDoNotShareWhatTheyRemember(t *testing.T) {
	k := newKit(t)
	text := k.sign(t, k.header(), k.claims().with(members{"aud": "api"}))
	lenient := k.verifier(t, nil)
	for name, row := range map[string]struct {
		set  func(*clerk.Options)
		want clerk.Reason
	}{
		"another authorized party": {func(o *clerk.Options) { o.AuthorizedParties = []string{"https://else.example.com"} }, clerk.ReasonTokenInvalidAuthorizedParties},
		"another audience":         {func(o *clerk.Options) { o.Audience = []string{"else"} }, clerk.ReasonTokenVerificationFailed},
		"another issuer":           {func(o *clerk.Options) { o.Issuers = []string{"https://else.example.com"} }, clerk.ReasonTokenInvalidIssuer},
		"another typ":              {func(o *clerk.Options) { o.HeaderTypes = []string{"else"} }, clerk.ReasonTokenInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			strict := k.verifier(t, row.set)
			for range 2 {
				pass(t, lenient, text)
				if _, err := strict.Session(context.Background(), text); reasonOf(t, err) != row.want {
					t.Errorf("%v, want %q", err, row.want)
				}
			}
			if remembered(strict) != 0 {
				t.Error("a token is remembered that was refused")
			}
		})
	}
}

// TestVerifiersWithOneOptionDoNotShareIt gives the same option, as a variable, to two.
func TestVerifiersWithOneOptionDoNotShareIt(t *testing.T) {
	k := newKit(t)
	option := token.WithCache(token.CacheOptions{MaxTokens: 10})
	lenient := k.verifierWith(t, nil, option)
	strict := k.verifierWith(t, func(o *clerk.Options) { o.AuthorizedParties = []string{"https://else.example.com"} }, option)
	text := k.sign(t, k.header(), k.claims())
	pass(t, lenient, text)
	if _, err := strict.Session(context.Background(), text); reasonOf(t, err) != clerk.ReasonTokenInvalidAuthorizedParties || remembered(strict) != 0 {
		t.Errorf("%v, and %d tokens are remembered", err, remembered(strict))
	}
}

func TestADeveloperSessionIsNotRemembered(t *testing.T) {
	k := newKit(t)
	v := k.verifier(t, nil)
	text := k.sign(t, k.header(), k.claims().with(members{"exp": moment.Add(-time.Hour).Unix()}))
	if _, err := v.DeveloperSession(context.Background(), text); err != nil || remembered(v) != 0 {
		t.Fatalf("%v, and %d tokens are remembered", err, remembered(v))
	}
	if _, err := v.Session(context.Background(), text); reasonOf(t, err) != clerk.ReasonTokenExpired || remembered(v) != 0 {
		t.Errorf("%v, and %d tokens are remembered", err, remembered(v))
	}
}

func TestCloseAndForget(t *testing.T) {
	k := newKit(t)
	v := k.verifier(t, nil)
	ada, bob := k.sign(t, k.header(), k.claims()), k.sign(t, k.header(), k.claims().with(members{"sub": "user_2"}))
	pass(t, v, ada)
	pass(t, v, bob)
	if n := v.Forget(func(caller *authobject.Auth) bool { return caller.UserID() == "user_2" }); n != 1 || remembered(v) != 1 {
		t.Errorf("%d tokens were forgotten, and %d are left", n, remembered(v))
	}
	pass(t, v, bob)
	for range 2 {
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		pass(t, v, ada)
		if remembered(v) != 0 {
			t.Errorf("%d tokens are remembered after Close", remembered(v))
		}
	}
}

// TestEndedTokensAreSweptOut asks nobody for anything: what has ended goes by itself, and then nothing goes on.
func TestEndedTokensAreSweptOut(t *testing.T) {
	k := newKit(t)
	synctest.Test(t, func(t *testing.T) {
		now := time.Now().Unix()
		v := k.verifier(t, func(o *clerk.Options) { o.Now = time.Now })
		pass(t, v, k.sign(t, k.header(), k.claims().with(members{"iat": now, "nbf": now, "exp": now + 60})))
		later(64 * time.Second)
		if remembered(v) != 1 {
			t.Error("the token is gone before its time")
		}
		later(16 * time.Second)
		if remembered(v) != 0 {
			t.Error("the token is there 15 seconds after its time")
		}
	})
}

// TestATokenWithoutAnEndInSightStaysRemembered has dates as people make them who want no end; nanoseconds since 1970 do not reach so far.
func TestATokenWithoutAnEndInSightStaysRemembered(t *testing.T) {
	k := newKit(t)
	for _, exp := range []int64{9_223_372_036, 9_223_372_037, 9_999_999_999, 18_446_744_074, 8_640_000_000_000} {
		synctest.Test(t, func(t *testing.T) {
			now := time.Now().Unix()
			v := k.verifier(t, func(o *clerk.Options) { o.Now = time.Now })
			text := k.sign(t, k.header(), k.claims().with(members{"iat": now, "nbf": now, "exp": exp}))
			pass(t, v, text)
			later(time.Minute)
			if remembered(v) != 1 || v.Recall(context.Background(), text) == nil {
				t.Errorf("a token until %d is forgotten after a minute", exp)
			}
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestARefusedTokenDoesNotPushTheKnownHeaderOut presents tokens that fail late, after one that is good: whoever makes them up must not
// have the headers of good ones read anew each time.
func TestARefusedTokenDoesNotPushTheKnownHeaderOut(t *testing.T) {
	k := newKit(t)
	for _, row := range []struct {
		name string
		text string
	}{
		{"of another signature", k.signWith(t, k.stranger, "RS256", k.header().with(members{"n": 1}), k.claims())},
		{"that has expired", k.sign(t, k.header().with(members{"n": 2}), k.claims().with(members{"exp": moment.Unix() - 60}))},
		{"that names nobody", k.sign(t, k.header().with(members{"n": 3}), k.claims().with(members{"sub": absent}))},
		{"of another typ", k.sign(t, k.header().with(members{"typ": "else"}), k.claims())},
		{"made from a template", k.sign(t, k.header().with(members{"cat": "cl_other"}), k.claims())},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := k.verifier(t, nil)
			good := k.sign(t, k.header(), k.claims())
			pass(t, v, good)
			known := token.KnownHeader(v)
			if known == "" || !strings.HasPrefix(good, known+".") {
				t.Fatalf("the header %q is known", known)
			}
			if auth, err := v.Session(context.Background(), row.text); err == nil {
				t.Fatalf("the token passes for %v", auth)
			}
			if now := token.KnownHeader(v); now != known {
				t.Errorf("afterwards the header %q is known", now)
			}
		})
	}
}

// someKeys have one id.
type someKeys struct{ *jwks.Cache }

func (s someKeys) Key(ctx context.Context, id string) (jwks.Key, error) {
	if id != "ins_1" {
		return jwks.Key{}, &jwks.Error{Reason: clerk.ReasonJWKKidMismatch, Detail: "there is no such key"}
	}
	return s.Cache.Key(ctx, id)
}

func TestForgedTokensLeaveNothing(t *testing.T) {
	k := newKit(t)
	instance, err := clerk.Options{PublishableKey: publishableKey, JWTKey: k.pem(t), Getenv: func(string) string { return "" }}.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v := token.New(instance, someKeys{keys})
	genuine := k.sign(t, k.header(), k.claims())
	signed := genuine[:strings.LastIndexByte(genuine, '.')]
	unknown := encode(t, members{"alg": "RS256", "kid": "ins_made_up"}) + "." + encode(t, members{"sub": "user_1"})
	// A million that name a key that does not exist, and ten thousand that name the right one, which each cost arithmetic.
	flood, arithmetic := 1_000_000, 10_000
	if testing.Short() || raceEnabled {
		flood, arithmetic = 20_000, 1_000
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range flood {
		text := unknown
		if i < arithmetic {
			text = signed
		}
		if _, err := v.Session(context.Background(), text+"."+base64.RawURLEncoding.EncodeToString(strconv.AppendInt(nil, int64(i), 36))); err == nil {
			t.Fatal("a forged token passes")
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if tokens, bytes := token.Remembered(v); tokens != 0 || bytes != 0 {
		t.Errorf("%d forged tokens are remembered in %d bytes", tokens, bytes)
	}
	if after.HeapAlloc > before.HeapAlloc+1<<20 {
		t.Errorf("%d forged tokens left %d bytes", flood, after.HeapAlloc-before.HeapAlloc)
	}
}

// TestTheCacheChangesNoVerdict presents tokens of every kind to two verifiers, one of which remembers, in an order in which what
// is remembered is asked for again later, while keys and clock move.
func TestTheCacheChangesNoVerdict(t *testing.T) {
	k := newKit(t)
	c := new(clock)
	with := k.verifier(t, func(o *clerk.Options) { o.Now = c.now })
	without := k.verifierWith(t, func(o *clerk.Options) { o.Now = c.now }, token.WithoutCache())
	now := moment.Unix()
	texts := []string{k.sign(t, k.header(), k.claims()), k.sign(t, k.header(), k.claims().with(members{"exp": now + 5})),
		k.sign(t, k.header(), k.claims().with(members{"nbf": now + 30, "iat": absent})), k.sign(t, k.header(), k.claims().with(members{"iat": now + 10, "nbf": absent})),
		k.sign(t, k.header(), k.claims().with(members{"exp": "soon"})), k.signWith(t, k.stranger, "RS256", k.header(), k.claims()), "", "a.b.c"}
	for step := range 400 {
		c.set(moment.Add(time.Duration(step*37%121-40) * time.Second)) // back and forth
		text := texts[step*7%len(texts)]
		_, one := with.Session(context.Background(), text)
		_, two := without.Session(context.Background(), text)
		if reasonOf(t, one) != reasonOf(t, two) {
			t.Fatalf("step %d: %v with the cache, %v without", step, one, two)
		}
	}
	if remembered(with) == 0 {
		t.Error("nothing was remembered, so that nothing was compared")
	}
}

func TestManyAtOnce(t *testing.T) {
	k := newKit(t)
	v := k.verifierWith(t, nil, token.WithCache(token.CacheOptions{MaxTokens: 4}))
	var texts []string
	for i := range 8 {
		texts = append(texts, k.sign(t, k.header(), k.claims().with(members{"sub": fmt.Sprint("user_", i)})))
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 200 {
				n := (g + i) % len(texts)
				auth, err := v.Session(context.Background(), texts[n])
				if err != nil || auth.UserID() != fmt.Sprint("user_", n) || auth.Token().Reveal() != texts[n] {
					t.Errorf("token %d speaks for %v (%v)", n, auth, err)
				}
				if i%50 == 0 {
					v.Forget(func(caller *authobject.Auth) bool { return caller.UserID() == "user_3" })
				}
			}
		})
	}
	wg.Wait()
	if remembered(v) > 4 {
		t.Errorf("%d tokens are remembered, want 4 at most", remembered(v))
	}
}

func TestCacheOptionsAreChecked(t *testing.T) {
	for _, row := range []struct {
		name string
		opts token.CacheOptions
		want []string
	}{
		{"nothing", token.CacheOptions{}, nil},
		{"sensible bounds", token.CacheOptions{MaxTokens: 1, MaxBytes: 64 << 10}, nil},
		{"both wrong", token.CacheOptions{MaxTokens: -1, MaxBytes: 1}, []string{"MaxTokens", "MaxBytes"}},
		{"too many", token.CacheOptions{MaxTokens: 1 << 30}, []string{"MaxTokens"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := row.opts.Validate()
			if (err == nil) != (row.want == nil) {
				t.Fatal(err)
			}
			for _, name := range row.want {
				if !strings.Contains(err.Error(), name) {
					t.Errorf("%v does not name %s", err, name)
				}
			}
			defer func() {
				if p := recover(); (p != nil) != (row.want != nil) {
					t.Errorf("New panics: %v", p)
				}
			}()
			k := newKit(t)
			k.verifierWith(t, nil, token.WithCache(row.opts))
		})
	}
}
