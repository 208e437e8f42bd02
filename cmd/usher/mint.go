package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
)

// A wish says what a session token should say.
type wish struct {
	User        string                     `json:"user,omitempty"` // an id, an email address, a username or an external id
	Org         string                     `json:"org,omitempty"`  // an id or a slug
	Role        string                     `json:"role,omitempty"`
	Permissions []string                   `json:"permissions,omitempty"`
	Party       string                     `json:"party,omitempty"`
	Seconds     *float64                   `json:"seconds,omitempty"` // how long it is valid; negative for one that has expired
	Pending     bool                       `json:"pending,omitempty"` // the user still owes a task
	Claims      map[string]json.RawMessage `json:"claims,omitempty"`
}

// mint makes the token of a user whom the instance has.
func (m wish) mint(ctx context.Context, ck *clerktest.Clerk, client *backend.Client) (token string, err error) {
	user, err := m.user(ctx, ck, client)
	if err != nil {
		return "", err
	}
	switch {
	case user.Banned:
		return "", fmt.Errorf("the user %s is banned, and Clerk makes no tokens for them; lift that with POST /v1/users/%[1]s/unban", user.ID)
	case user.Locked:
		return "", fmt.Errorf("the user %s is locked, and cannot sign in; lift that with POST /v1/users/%[1]s/unlock", user.ID)
	}
	signIn := ck.SignIn(user)
	if m.Pending {
		signIn = signIn.Pending()
	}
	if signIn, err = m.inOrg(signIn, ck); err != nil {
		return "", err
	}
	if m.Party != "" {
		signIn = signIn.AuthorizedParty(m.Party)
	}
	if m.Seconds != nil {
		signIn = signIn.ExpiresIn(time.Duration(*m.Seconds * float64(time.Second)))
	}
	for name, value := range m.Claims {
		signIn = signIn.Claim(name, value)
	}
	err = try(func() { token = signIn.Token() })
	return token, err
}

// user returns who the token is for: without a name, the user who is the only one.
func (m wish) user(ctx context.Context, ck *clerktest.Clerk, client *backend.Client) (clerktest.User, error) {
	if user, ok := ck.User(m.User); ok {
		return user, nil
	}
	p := &backend.UserListParams{Limit: 2}
	switch {
	case strings.Contains(m.User, "@"):
		p.EmailAddress = []string{m.User}
	case m.User != "":
		p.Username = []string{m.User}
	}
	page, err := client.Users.List(ctx, p)
	if err == nil && m.User != "" && len(page.Data) == 0 {
		page, err = client.Users.List(ctx, &backend.UserListParams{Limit: 1, ExternalID: []string{"+" + m.User}})
	}
	switch {
	case err != nil:
		return clerktest.User{}, err
	case m.User == "" && len(page.Data) > 1:
		return clerktest.User{}, errors.New("there are several users; say with -user which one, by id, email address, username or external id")
	case m.User == "" && len(page.Data) == 0:
		return clerktest.User{}, errors.New("there are no users yet; add one on the page of usher dev, or with the Backend API")
	case len(page.Data) == 0:
		return clerktest.User{}, fmt.Errorf("there is no user with the id, email address, username or external id %.80q", m.User)
	}
	user, _ := ck.User(page.Data[0].ID)
	return user, nil
}

// inOrg makes an organization the active one, if one is wished for.
func (m wish) inOrg(s *clerktest.SignIn, ck *clerktest.Clerk) (out *clerktest.SignIn, err error) {
	if m.Org == "" {
		if m.Role != "" || len(m.Permissions) > 0 {
			return nil, errors.New("a role and permissions are those in an organization; name it with -org")
		}
		return s, nil
	}
	org, known := ck.Org(m.Org)
	if m.Role != "" {
		slug := m.Org
		if known {
			slug = org.Slug
		}
		return out, try(func() { out = s.OrgRole(slug, m.Role, slices.Clone(m.Permissions)...) })
	}
	if !known {
		return nil, fmt.Errorf("there is no organization with the id or slug %.80q; with -role the token is made all the same", m.Org)
	}
	if try(func() { out = s.Org(org) }) != nil {
		return nil, fmt.Errorf("the user is no member of %.80q; with -role the token is made all the same", m.Org)
	}
	return out, nil
}
