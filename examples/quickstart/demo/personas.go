package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

// A persona is a card on the page: somebody to be.
type persona struct {
	ID     string // what POST /demo/token is asked for; "" would be nobody, who has no token to ask for
	Name   string
	Role   string
	Line   string // who that is, in a line
	Renews bool   // whether the page fetches a new token before the last one ends, as a front end of Clerk's does
}

// personas are the cards, in their order.
func personas() []persona {
	return []persona{
		{ID: nobody, Name: "Nobody", Role: "no token", Line: "A stranger. The request carries no token at all."},
		{ID: "member", Name: "Mel", Role: "member", Line: "A member of Acme and a beta tester. Last confirmed the second factor an hour ago.", Renews: true},
		{ID: "admin", Name: "Ada", Role: "admin", Line: "Runs Acme. Confirmed her second factor two minutes ago.", Renews: true},
		{ID: "pending", Name: "Pia", Role: "pending session", Line: "Has signed in, and still has to choose an organization.", Renews: true},
		{ID: "expired", Name: "Late Ada", Role: "expired token", Line: "Ada, with a token that ended ten minutes ago."},
		{ID: "forged", Name: "False Ada", Role: "forged token", Line: "Somebody who wrote Ada's claims and signed them with a key of their own."},
	}
}

const nobody = "nobody"

// people are a Clerk inside the process, and a session there for each persona. They are safe for concurrent use.
type people struct {
	ck       *clerktest.Clerk
	sessions map[string]*clerktest.SignIn
}

// newPeople starts the Clerk and signs everybody in.
func newPeople(config Config) (*people, error) {
	lifetime := config.TokenLifetime
	if lifetime != 0 && (lifetime < 2*time.Second || lifetime%time.Second != 0) {
		return nil, fmt.Errorf("TokenLifetime is %v; tokens tell their end in whole seconds, and the page needs two of them to renew in", lifetime)
	}
	var origins []string // which browsers may be sent back to
	for _, origin := range []string{config.Origin, config.SatelliteOrigin} {
		if origin != "" {
			origins = append(origins, origin)
		}
	}
	ck, err := clerktest.Start(clerktest.Config{TokenLifetime: lifetime, Origins: origins, Now: config.Now})
	if err != nil {
		return nil, err
	}
	acme := ck.AddOrg(clerktest.Org{ID: "org_acme", Slug: "acme", Name: "Acme", Roles: map[string][]string{
		"org:admin":  {"org:billing:read", "org:billing:manage", "org:projects:read"},
		"org:member": {"org:projects:read"},
	}})
	ada := ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada"})
	mel := ck.AddUser(clerktest.User{ID: "user_mel", FirstName: "Mel"})
	pia := ck.AddUser(clerktest.User{ID: "user_pia", FirstName: "Pia"})
	ck.AddMember(acme, ada, "org:admin")
	ck.AddMember(acme, mel, "org:member")

	signIn := func(user clerktest.User) *clerktest.SignIn {
		if config.Origin == "" {
			return ck.SignIn(user)
		}
		return ck.SignIn(user).AuthorizedParty(config.Origin)
	}
	admin := signIn(ada).Org(acme).FactorAges(2, 2).Plans("o:team")
	return &people{ck: ck, sessions: map[string]*clerktest.SignIn{
		"member":  signIn(mel).Org(acme).FactorAges(60, 60).Plans("o:team").Features("u:beta"),
		"admin":   admin,
		"pending": signIn(pia).Pending(),
		"expired": admin.Expired(),
		"forged":  admin.Forged(),
	}}, nil
}

// options returns the options of an application at an origin, or at any if that is "".
func (p *people) options(origin string) clerk.Options {
	options := p.ck.Options()
	options.ClockSkew = clerk.Value(time.Duration(0)) // there is one clock, and the countdowns on the pages follow it
	if origin != "" {
		options.PublicURL, options.AuthorizedParties = origin, []string{origin}
	}
	return options
}

func (p *people) close() error { return p.ck.Close() }

// ServeHTTP answers POST /demo/token {"persona": "admin"} with {"token": "…"}. It is the demo's stand-in for Clerk's front
// end, from whose getToken a page has the token of whoever is signed in there. No service of yours has such a route: it
// hands an identity to everybody who asks.
func (p *people) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Persona string `json:"persona"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&body); err != nil {
		status := http.StatusBadRequest
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, `send JSON such as {"persona": "admin"}`, status)
		return
	}
	session, ok := p.sessions[body.Persona]
	if !ok {
		http.Error(w, "there is no such persona; there are member, admin, pending, expired and forged", http.StatusNotFound)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"token": session.Token()})
}
