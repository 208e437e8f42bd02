package multisession_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/multisession"
)

// wantError holds an error against what it should say.
func wantError(t *testing.T, err error, reason clerk.Reason, unavailable bool) {
	t.Helper()
	var known *multisession.Error
	if !errors.As(err, &known) {
		t.Fatalf("the error is %v", err)
	}
	if known.Reason != reason || known.Unavailable != unavailable {
		t.Errorf("the error is %v, unavailable %v; want %s, %v", known, known.Unavailable, reason, unavailable)
	}
	if unavailable != (known.RetryAfter >= time.Second) {
		t.Errorf("unavailable %v, and again after %v", unavailable, known.RetryAfter)
	}
	if known.Detail == "" || strings.Contains(known.Detail, "sess_") {
		t.Errorf("the sentence is %q", known.Detail)
	}
}

// TestLookup is the table of what Clerk can say, and what comes of it.
func TestLookup(t *testing.T) {
	const (
		notOfClient, ended, pending = clerk.ReasonSessionNotOfClient, clerk.ReasonSessionEnded, clerk.ReasonSessionPending
		odd                         = clerk.ReasonUnexpectedError
	)
	status := func(id string, status backend.SessionStatus) func(*office) {
		return func(o *office) { o.sessions[id].Status = status }
	}
	fail := func(question string, err error) func(*office) { return func(o *office) { o.fails[question] = err } }
	mints := func(text string) func(*office) { return func(o *office) { o.tokens["sess_bob"] = text } }
	for _, row := range []struct {
		name        string
		id          string
		change      func(*office)
		reason      clerk.Reason
		unavailable bool
		asked       int // questions
	}{
		{"another session of the browser", "sess_bob", nil, "", false, 3},
		{"one of another browser", "sess_eve", nil, notOfClient, false, 2},
		{"one that nobody knows", "sess_x", nil, notOfClient, false, 2},
		{"one of another browser that has ended says no more than that", "sess_eve", status("sess_eve", backend.SessionStatusEnded), notOfClient, false, 2},
		{"a pending one", "sess_bob", status("sess_bob", backend.SessionStatusPending), "", false, 3},
		{"an ended one", "sess_bob", status("sess_bob", backend.SessionStatusEnded), ended, false, 2},
		{"an expired one", "sess_bob", status("sess_bob", backend.SessionStatusExpired), ended, false, 2},
		{"a revoked one", "sess_bob", status("sess_bob", backend.SessionStatusRevoked), ended, false, 2},
		{"a removed one", "sess_bob", status("sess_bob", backend.SessionStatusRemoved), ended, false, 2},
		{"an abandoned one", "sess_bob", status("sess_bob", backend.SessionStatusAbandoned), ended, false, 2},
		{"a replaced one", "sess_bob", status("sess_bob", backend.SessionStatusReplaced), ended, false, 2},
		{"one with a status of tomorrow", "sess_bob", status("sess_bob", "paused"), ended, false, 2},
		{"from an ended one", "sess_bob", status("sess_ada", backend.SessionStatusEnded), ended, false, 1},
		{"from a revoked one", "sess_bob", status("sess_ada", backend.SessionStatusRevoked), ended, false, 1},
		{"from one that Clerk has pending by now", "sess_bob", status("sess_ada", backend.SessionStatusPending), pending, false, 1},
		{"from one that Clerk does not know any more", "sess_bob", func(o *office) { delete(o.sessions, "sess_ada") }, ended, false, 1},
		{"from one that is another user's at Clerk", "sess_bob", func(o *office) { o.sessions["sess_ada"].UserID = "user_x" }, odd, true, 1},
		{"it ends between the questions", "sess_bob", fail("mint sess_bob", answered(404)), ended, false, 3},
		{"it cannot have a token", "sess_bob", fail("mint sess_bob", answered(422)), ended, false, 3},

		{"Clerk is down", "sess_bob", fail("all", errors.New("connection refused")), odd, true, 1},
		{"Clerk fails", "sess_bob", fail("all", answered(500)), odd, true, 1},
		{"Clerk fails at the second question", "sess_bob", fail("get sess_bob", answered(502)), odd, true, 2},
		{"Clerk fails at the third", "sess_bob", fail("mint sess_bob", answered(503)), odd, true, 3},
		{"the rate limit is reached", "sess_bob", fail("get sess_bob", limited(7*time.Second)), odd, true, 2},
		{"the secret key is wrong", "sess_bob", fail("all", answered(401)), clerk.ReasonSecretKeyInvalid, true, 1},
		{"the secret key may not", "sess_bob", fail("all", answered(403)), odd, true, 1},
		{"a gateway says 404", "sess_bob", fail("get sess_bob", byGateway(404)), odd, true, 2},
		{"a gateway says 400", "sess_bob", fail("mint sess_bob", byGateway(400)), odd, true, 3},
		{"Clerk says that the id is odd", "sess_bob", fail("get sess_bob", answered(400)), notOfClient, false, 2},
		{"the answer is no session", "sess_bob", fail("get sess_bob", &backend.Error{Status: 200}), odd, true, 2},
		{"the answer is another session", "sess_bob", func(o *office) { o.sessions["sess_bob"] = o.sessions["sess_ada"] }, odd, true, 2},
		{"the answer is in no browser", "sess_bob", func(o *office) { o.sessions["sess_bob"].ClientID = "" }, odd, true, 2},
		{"neither is in any", "sess_bob", func(o *office) { o.sessions["sess_ada"].ClientID, o.sessions["sess_bob"].ClientID = "", "" }, odd, true, 1},
		{"the answer names no user", "sess_bob", func(o *office) { o.sessions["sess_bob"].UserID = "" }, odd, true, 2},
		{"the answer has no status", "sess_bob", status("sess_bob", ""), odd, true, 2},
		{"there is no token in the answer", "sess_bob", mints(""), odd, true, 3},
		{"the token is of another session", "sess_bob", mints("sess_eve at 2027-01-15T08:00:00Z"), odd, true, 3},
		{"the token is of the own session", "sess_bob", mints("sess_ada at 2027-01-15T08:00:00Z"), odd, true, 3},
		{"the token is of another session of the same user", "sess_bob", mints("sess_bobTwice at 2027-01-15T08:00:00Z"), odd, true, 3},
		{"the token is of another user", "sess_bob", func(o *office) { o.sessions["sess_bob"].UserID = "user_x" }, odd, true, 3},

		{"the own session", "sess_ada", nil, "", false, 0},
		{"an odd id", "sess_bob/tokens", nil, clerk.ReasonSessionMismatch, false, 0},
		{"no id", "", nil, clerk.ReasonSessionMismatch, false, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := newOffice()
			if row.change != nil {
				row.change(o)
			}
			c := o.chooser(t, multisession.Policy{})
			got, err := c.Lookup(t.Context(), auth(t, "sess_ada", o.clock()), row.id, o.verify)
			if asked := o.questions(); len(asked) != row.asked {
				t.Errorf("Clerk was asked %q", asked)
			}
			if row.reason != "" {
				if got != nil {
					t.Errorf("returned %v", got)
				}
				wantError(t, err, row.reason, row.unavailable)
				return
			}
			if err != nil || got.SessionID() != row.id {
				t.Fatalf("returned %v, %v", got, err)
			}
			if o.sessions[row.id].Status == backend.SessionStatusPending && got.Settled().Reason() != pending {
				t.Errorf("a pending session is %v", got)
			}
		})
	}
}

func TestWhatProvesNothingAsksNothing(t *testing.T) {
	o := newOffice()
	c := o.chooser(t, multisession.Policy{})
	machine, err := authobject.FromMachine(authobject.Machine{Kind: authobject.APIKey, Subject: "user_ada"}, "")
	if err != nil {
		t.Fatal(err)
	}
	oddOne, err := authOf("session 1", "", o.clock())
	if err != nil {
		t.Fatal(err)
	}
	for name, own := range map[string]*authobject.Auth{
		"nobody": nil, "somebody signed out": authobject.SignedOut(clerk.ReasonNoCredentials), "a machine": machine, "a session of an odd id": oddOne,
	} {
		_, err := c.Lookup(t.Context(), own, "sess_bob", o.verify)
		t.Run(name, func(t *testing.T) { wantError(t, err, clerk.ReasonSessionMismatch, false) })
	}
	_, err = c.Lookup(t.Context(), auth(t, "sess_ada", o.clock(), `"sts":"pending"`), "sess_bob", o.verify)
	wantError(t, err, clerk.ReasonSessionPending, false)
	assert, err := multisession.New(instance(t, o.clock), multisession.Policy{}, o)
	if err != nil {
		t.Fatal(err)
	}
	_, err = assert.Lookup(t.Context(), auth(t, "sess_ada", o.clock()), "sess_bob", o.verify)
	wantError(t, err, clerk.ReasonSessionMismatch, false)
	if asked := o.questions(); len(asked) > 0 {
		t.Errorf("Clerk was asked %q", asked)
	}
}

func TestTokensAreKeptAMinute(t *testing.T) {
	o := newOffice()
	c := o.chooser(t, multisession.Policy{})
	look := func(session, id string) error {
		t.Helper()
		got, err := c.Lookup(t.Context(), auth(t, session, o.clock()), id, o.verify)
		if err == nil && got.SessionID() != id {
			t.Fatalf("%s is answered with %v", id, got)
		}
		return err
	}
	steps := []struct {
		name    string
		advance time.Duration
		change  func(*office)
		reason  clerk.Reason
		asked   int
	}{
		{"the first time Clerk is asked", 0, nil, "", 3},
		{"then it is not", 0, nil, "", 0},
		{"nor shortly before the minute is over", 59 * time.Second, nil, "", 0},
		{"also where the session has ended meanwhile", 0, func(o *office) { o.sessions["sess_bob"].Status = backend.SessionStatusEnded }, "", 0},
		{"but after the minute it has ended here too", time.Second, nil, clerk.ReasonSessionEnded, 2},
		{"which is remembered", 0, nil, clerk.ReasonSessionEnded, 0},
		{"for ten seconds", 10 * time.Second, func(o *office) { o.sessions["sess_bob"].Status = backend.SessionStatusActive }, "", 3},
	}
	for _, step := range steps {
		o.advance(step.advance)
		if step.change != nil {
			o.change(func() { step.change(o) })
		}
		err := look("sess_ada", "sess_bob")
		if asked := o.questions(); len(asked) != step.asked {
			t.Errorf("%s: Clerk was asked %q", step.name, asked)
		}
		var known *multisession.Error
		if errors.As(err, &known); err != nil && known.Reason != step.reason || (err == nil) != (step.reason == "") {
			t.Errorf("%s: %v", step.name, err)
		}
	}
	t.Run("what one session was told counts for no other", func(t *testing.T) {
		o.change(func() {
			o.sessions["sess_cy"] = &backend.Session{ID: "sess_cy", UserID: "user_cy", ClientID: "client_2", Status: backend.SessionStatusActive}
		})
		wantError(t, look("sess_cy", "sess_bob"), clerk.ReasonSessionNotOfClient, false)
	})
	t.Run("a kept token is judged each time", func(t *testing.T) {
		o.questions()
		before := o.verified
		if err := look("sess_ada", "sess_bob"); err != nil || o.verified != before+1 {
			t.Errorf("judged %d times, %v", o.verified-before, err)
		}
		o.change(func() {
			o.unverifiable = &multisession.Error{Reason: clerk.ReasonJWKRemoteFailedToLoad, Unavailable: true, RetryAfter: time.Second, Detail: "no keys"}
		})
		wantError(t, look("sess_ada", "sess_bob"), clerk.ReasonJWKRemoteFailedToLoad, true)
		if asked := o.questions(); len(asked) > 0 {
			t.Errorf("for want of keys Clerk was asked %q", asked)
		}
		o.change(func() { o.unverifiable = errVerify })
		if err := look("sess_ada", "sess_bob"); !errors.Is(err, errVerify) {
			t.Errorf("a token whose key was withdrawn: %v", err)
		}
		asked := len(o.questions())
		if err := look("sess_ada", "sess_bob"); !errors.Is(err, errVerify) || asked != 3 || len(o.questions()) > 0 {
			t.Errorf("asked %d times, then again: %v", asked, err)
		}
	})
}

func TestTokensThatLiveLongAreKeptAMinuteToo(t *testing.T) {
	o := newOffice()
	o.longer = time.Hour
	c := o.chooser(t, multisession.Policy{})
	for i, want := range []int{3, 0, 3} {
		if _, err := c.Lookup(t.Context(), auth(t, "sess_ada", o.clock()), "sess_bob", o.verify); err != nil {
			t.Fatal(err)
		}
		if asked := o.questions(); len(asked) != want {
			t.Errorf("after %d half minutes Clerk was asked %q", i, asked)
		}
		o.advance(30 * time.Second)
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	o := newOffice()
	c := o.chooser(t, multisession.Policy{MaxEntries: 1})
	for i := range 3 {
		id := fmt.Sprintf("sess_n%d", i)
		o.change(func() {
			o.sessions[id] = &backend.Session{ID: id, UserID: fmt.Sprintf("user_n%d", i), ClientID: "client_1", Status: backend.SessionStatusActive}
		})
		for range 2 {
			if _, err := c.Lookup(t.Context(), auth(t, "sess_ada", o.clock()), id, o.verify); err != nil {
				t.Fatal(err)
			}
		}
	}
	if asked := len(o.questions()); asked != 3+6+6 {
		t.Errorf("Clerk was asked %d times", asked)
	}
}

func TestOneQuestionForAllWhoRaiseIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice()
		o.holds = make(chan struct{})
		c := o.chooser(t, multisession.Policy{})
		var wg sync.WaitGroup
		gone, leave := context.WithCancel(t.Context())
		for i := range 50 {
			wg.Go(func() {
				ctx := t.Context()
				if i%2 == 1 {
					ctx = gone
				}
				got, err := c.Lookup(ctx, auth(t, "sess_ada", o.clock()), "sess_bob", o.verify)
				if err == nil && got.SessionID() != "sess_bob" {
					t.Errorf("got %v", got)
				}
				if err != nil && i%2 == 0 {
					t.Errorf("one who stays gets %v", err)
				}
			})
		}
		synctest.Wait()
		leave()
		synctest.Wait()
		close(o.holds)
		wg.Wait()
		if asked := o.questions(); !slices.Equal(asked, []string{"get sess_ada", "get sess_bob", "mint sess_bob"}) {
			t.Errorf("Clerk was asked %q", asked)
		}
	})
}

func TestASlowClerkIsWaitedForOnlySoLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice()
		o.holds = make(chan struct{})
		c := o.chooser(t, multisession.Policy{Timeout: 2 * time.Second})
		begun := time.Now()
		_, err := c.Lookup(t.Context(), auth(t, "sess_ada", o.clock()), "sess_bob", o.verify)
		wantError(t, err, clerk.ReasonUnexpectedError, true)
		if took := time.Since(begun); took != 2*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

func TestStrangersHaveABudget(t *testing.T) {
	o := newOffice()
	c := o.chooser(t, multisession.Policy{MaxUnknown: 16})
	look := func(session, id string) error {
		_, err := c.Lookup(t.Context(), auth(t, session, o.clock()), id, o.verify)
		return err
	}
	for i := range 2 {
		wantError(t, look("sess_ada", fmt.Sprintf("sess_made%dup", i)), clerk.ReasonSessionNotOfClient, false)
	}
	o.questions()
	wantError(t, look("sess_ada", "sess_third"), clerk.ReasonLookupsExhausted, true)
	if asked := o.questions(); len(asked) > 0 {
		t.Errorf("Clerk was asked %q", asked)
	}
	if err := look("sess_bob", "sess_ada"); err != nil {
		t.Errorf("one caller's guesses are held against another: %v", err)
	}
	o.advance(10 * time.Second)
	if err := look("sess_ada", "sess_bob"); err != nil {
		t.Errorf("after ten seconds: %v", err)
	}
	t.Run("all together have one", func(t *testing.T) {
		asked, refused := 0, 0
		o.questions()
		for i := range 40 {
			session := fmt.Sprintf("sess_c%d", i)
			o.change(func() {
				o.sessions[session] = &backend.Session{ID: session, UserID: fmt.Sprintf("user_c%d", i), ClientID: "client_3", Status: backend.SessionStatusActive}
			})
			var known *multisession.Error
			if err := look(session, "sess_bob"); !errors.As(err, &known) {
				t.Fatal(err)
			} else if known.Reason == clerk.ReasonLookupsExhausted {
				refused++
			}
			asked += len(o.questions()) / 2
		}
		if asked != 8 || refused != 40-asked {
			t.Errorf("%d questions were put, and %d refused", asked, refused)
		}
	})
}

func TestAFailingClerkIsLeftAlone(t *testing.T) {
	o := newOffice()
	c := o.chooser(t, multisession.Policy{})
	look := func(id string) error {
		_, err := c.Lookup(t.Context(), auth(t, "sess_ada", o.clock()), id, o.verify)
		return err
	}
	o.fails["all"] = errors.New("connection refused")
	for range 20 {
		wantError(t, look("sess_bob"), clerk.ReasonUnexpectedError, true)
	}
	if asked := len(o.questions()); asked != 5 {
		t.Errorf("of 20 questions %d were put", asked)
	}
	o.advance(time.Second)
	wantError(t, look("sess_bob"), clerk.ReasonUnexpectedError, true)
	wantError(t, look("sess_bob"), clerk.ReasonUnexpectedError, true)
	if asked := len(o.questions()); asked != 1 {
		t.Errorf("after a second %d questions were put", asked)
	}
	o.change(func() { delete(o.fails, "all") })
	o.advance(2 * time.Second)
	if err := look("sess_bob"); err != nil {
		t.Errorf("Clerk is back, and %v", err)
	}
	for name, fault := range map[string]error{"the rate limit": limited(20 * time.Second), "a wrong key": answered(401)} {
		t.Run(name+" opens at once", func(t *testing.T) {
			o.advance(2 * time.Minute)
			o.questions()
			o.change(func() { o.fails["all"] = fault })
			if look("sess_bob") == nil || look("sess_eve") == nil {
				t.Error("somebody was signed in")
			}
			var known *multisession.Error
			if err := look("sess_x"); !errors.As(err, &known) || name == "the rate limit" && known.RetryAfter != 20*time.Second {
				t.Errorf("the error is %v", err)
			}
			if asked := len(o.questions()); asked != 1 {
				t.Errorf("%d questions were put", asked)
			}
			o.change(func() { delete(o.fails, "all") })
		})
	}
}

func TestAPanicLeavesNobodyWaiting(t *testing.T) {
	o := newOffice()
	c := o.chooser(t, multisession.Policy{})
	own := auth(t, "sess_ada", o.clock())
	func() {
		defer func() { _ = recover() }()
		_, _ = c.Lookup(t.Context(), own, "sess_bob", func(context.Context, string) (*authobject.Auth, error) { panic("boom") })
	}()
	if _, err := c.Lookup(t.Context(), own, "sess_bob", o.verify); err != nil {
		t.Errorf("after a panic: %v", err)
	}
}

func TestCloseEndsWhatClerkIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice()
		c := o.chooser(t, multisession.Policy{})
		own := auth(t, "sess_ada", o.clock())
		if _, err := c.Lookup(t.Context(), own, "sess_bob", o.verify); err != nil {
			t.Fatal(err)
		}
		o.holds = make(chan struct{})
		waiting := make(chan error, 1)
		go func() {
			_, err := c.Lookup(t.Context(), own, "sess_eve", o.verify)
			waiting <- err
		}()
		synctest.Wait()
		for range 2 {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
		wantError(t, <-waiting, clerk.ReasonUnexpectedError, true)
		_, err := c.Lookup(t.Context(), own, "sess_x", o.verify)
		wantError(t, err, clerk.ReasonUnexpectedError, true)
		if got, err := c.Lookup(t.Context(), own, "sess_bob", o.verify); err != nil || got.SessionID() != "sess_bob" {
			t.Errorf("what is remembered is answered with %v, %v", got, err)
		}
	})
	assert, err := multisession.New(instance(t, time.Now), multisession.Policy{}, nil)
	if err != nil || assert.Close() != nil {
		t.Errorf("what asks nothing cannot be closed: %v", err)
	}
}
