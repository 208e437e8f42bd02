package world

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// Metadata is an object with its numbers as they were written (json.Number), so that none loses digits. It is never changed in
// place.
type Metadata = map[string]any

// A User is somebody with an account. What identifies them, but for the username and the external id, is in Identifications.
type User struct {
	ID, ExternalID, Username, FirstName, LastName, Locale string

	PrimaryEmailID, PrimaryPhoneID, PrimaryWalletID string
	PublicMetadata, PrivateMetadata, UnsafeMetadata Metadata

	Image                                   string // the address of an uploaded picture, "" for none
	Password                                *Password
	PasswordAt                              time.Time
	PasswordCompromised                     bool
	TOTPSecret                              string // base32
	BackupCodes                             []string
	MFAEnabledAt, MFADisabledAt             time.Time
	Banned, Locked                          bool
	DeleteSelf, CreateOrgs, SkipClientTrust bool
	OrgLimit                                *int64
	LegalAcceptedAt                         time.Time
	LastSignInAt, LastActiveAt              time.Time
	CreatedAt, UpdatedAt                    time.Time
}

// Users are the users.
type Users struct {
	*table.Table[User]
	ByUsername   *table.Unique[User] // in lower case
	ByExternalID *table.Unique[User]
}

func newUsers(s *table.Store) Users {
	t := table.New(s, "users", func(u *User) string { return u.ID }, func(u *User) time.Time { return u.CreatedAt })
	return Users{
		t,
		t.Unique("username", func(u *User) []string { return []string{strings.ToLower(u.Username)} }),
		t.Unique("external_id", func(u *User) []string { return []string{u.ExternalID} }),
	}
}

// Touch notes that something which belongs to a user has changed: a user is all that an answer shows of one.
func (w *World) Touch(userID string) {
	if u := w.Users.Get(userID); u != nil {
		next := *u
		next.UpdatedAt = w.Now()
		_ = w.Users.Put(next) // nothing unique has changed
	}
}

// SignedIn notes that a user has just signed in, and reports whether there is such a user.
func (w *World) SignedIn(userID string) bool {
	u := w.Users.Get(userID)
	if u == nil {
		return false
	}
	next := *u
	next.LastSignInAt = w.Now()
	next.LastActiveAt = next.LastSignInAt
	return w.Users.Put(next) == nil
}

// DeleteUser deletes a user and all that belongs to them.
func (w *World) DeleteUser(id string) {
	for m := range w.Memberships.ByUser.Get(id).All() {
		w.Leave(m)
	}
	w.APIKeys.DeleteAll(w.APIKeys.BySubject.Get(id))
	w.OAuthTokens.DeleteAll(w.OAuthTokens.ByUser.Get(id))
	w.Billing.forget(id)
	w.Users.Delete(id)
	w.Identifications.DeleteAll(w.Identifications.ByUser.Get(id))
	w.ExternalAccounts.DeleteAll(w.ExternalAccounts.ByUser.Get(id))
	w.Passkeys.DeleteAll(w.Passkeys.ByUser.Get(id))
	w.TrustedDevices.DeleteAll(w.TrustedDevices.ByUser.Get(id))
	w.ActorTokens.DeleteAll(w.ActorTokens.ByUser.Get(id))
	w.AgentTasks.DeleteAll(w.AgentTasks.ByUser.Get(id))
	w.SignInTokens.DeleteAll(w.SignInTokens.ByUser.Get(id))
	w.EndSessions(id)
}

// A Password is what is kept of one.
type Password struct {
	Hasher, Digest string // as the application brought it, or "" and a digest of our own
	Salt           string
}

// NewPassword keeps a password. It is no protection: instances of this package hold no secrets.
func (w *World) NewPassword(text string) *Password {
	salt := w.Text("salt")
	return &Password{Salt: salt, Digest: digest(salt, text)}
}

// Matches reports whether text is the password. One that came as a digest of another hasher matches nothing.
func (p *Password) Matches(text string) bool {
	return p.Hasher == "" && hmac.Equal([]byte(p.Digest), []byte(digest(p.Salt, text)))
}

func digest(salt, text string) string {
	mac := hmac.New(sha256.New, []byte(salt))
	_, _ = mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
