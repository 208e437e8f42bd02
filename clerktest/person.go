package clerktest

import (
	"fmt"
	"slices"
	"time"
)

// A person is a user with all that the Backend API knows. A person never changes: who changes one makes another and puts it in
// its place, so that a person can be read without a lock.
type person struct {
	base   User // without times below the millisecond, and with metadata as metadataOf makes it
	serial int  // in the order of arrival

	// The primary one comes first.
	emails, phones, wallets []identification

	locale                 string
	password               bool
	totp, backupCodes      bool
	passwordAt, mfaAt      time.Time
	deleteSelf, createOrgs bool
	orgLimit               *int64
	legalAt                time.Time
	bypassTrust            bool
}

// An identification is an email address, a phone number or a wallet.
type identification struct {
	id, value string
	reserved  bool // and not verified
	created   time.Time
}

func newIdentification(value string, now time.Time) identification {
	return identification{id: "idn_" + randomText(), value: value, created: now}
}

// newPerson makes a person of what is known about a user. The error says what about the user is no JSON.
func newPerson(user User) (*person, error) {
	p := &person{base: user, deleteSelf: true, createOrgs: true}
	for _, m := range p.metadata() {
		var err error
		if *m.object, err = metadataOf(*m.object); err != nil {
			return nil, fmt.Errorf("the %s is no JSON: %w", m.name, err)
		}
	}
	u := &p.base
	for _, t := range []*time.Time{&u.CreatedAt, &u.UpdatedAt, &u.LastSignInAt, &u.LastActiveAt} {
		*t = t.Truncate(time.Millisecond)
	}
	if user.Email != "" {
		p.emails = []identification{newIdentification(user.Email, u.CreatedAt)}
	}
	if user.Phone != "" {
		p.phones = []identification{newIdentification(user.Phone, u.CreatedAt)}
	}
	return p, nil
}

// user returns what the caller may keep and change.
func (p *person) user() User {
	copied := *p
	for _, m := range copied.metadata() {
		*m.object = plainMetadata(*m.object)
	}
	return copied.base
}

// A namedMetadata is one of the three kinds of metadata.
type namedMetadata struct {
	name   string
	object *map[string]any
}

func (p *person) metadata() []namedMetadata {
	u := &p.base
	return []namedMetadata{
		{"public_metadata", &u.PublicMetadata}, {"private_metadata", &u.PrivateMetadata}, {"unsafe_metadata", &u.UnsafeMetadata},
	}
}

func primary(all []identification) identification {
	if len(all) == 0 {
		return identification{}
	}
	return all[0]
}

// withPrimary returns the identifications with the one of this id in front, and whether it is there and verified.
func withPrimary(all []identification, id string) ([]identification, bool) {
	at := slices.IndexFunc(all, func(i identification) bool { return i.id == id && !i.reserved })
	if at < 0 {
		return all, false
	}
	return slices.Concat(all[at:at+1], all[:at], all[at+1:]), true
}

// An identifier is what only one user may have. It compares without regard to case, but for the application's own ids.
type identifier struct{ param, value string }

// name says what it is in a sentence.
func (i identifier) name() string {
	return map[string]string{
		paramEmail: "email address", paramPhone: "phone number", paramWallet: "wallet", paramUsername: "username",
		paramExternalID: "external id",
	}[i.param]
}

// The params of the Backend API that hold identifiers.
const (
	paramEmail      = "email_address"
	paramPhone      = "phone_number"
	paramWallet     = "web3_wallet"
	paramUsername   = "username"
	paramExternalID = "external_id"
)

// identifiers returns all that the person has.
func (p *person) identifiers() []identifier {
	var all []identifier
	for _, list := range []struct {
		param string
		items []identification
	}{{paramEmail, p.emails}, {paramPhone, p.phones}, {paramWallet, p.wallets}} {
		for _, item := range list.items {
			all = append(all, identifier{list.param, item.value})
		}
	}
	if p.base.Username != "" {
		all = append(all, identifier{paramUsername, p.base.Username})
	}
	if p.base.ExternalID != "" {
		all = append(all, identifier{paramExternalID, p.base.ExternalID})
	}
	return all
}

// signedIn notes that a user has just signed in, and reports whether there is such a user.
func (d *directory) signedIn(id string, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.users[id]
	if p == nil {
		return false
	}
	next := *p
	next.base.LastSignInAt = now.Truncate(time.Millisecond)
	next.base.LastActiveAt = next.base.LastSignInAt
	d.users[id] = &next
	return true
}
