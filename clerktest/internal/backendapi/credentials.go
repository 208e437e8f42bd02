package backendapi

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 6238 as authenticator apps have it
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// userCredentials are the passwords and second factors of users.
func (a *API) userCredentials() []Operation {
	return []Operation{
		write("POST /users/{user_id}/remove_password", a.removePassword),
		write("POST /users/{user_id}/password/set_compromised", a.compromisePassword),
		write("POST /users/{user_id}/password/unset_compromised", a.flagUser(func(u *world.User) { u.PasswordCompromised = false })),
		read("POST /users/{user_id}/verify_password", a.verifyPassword),
		write("POST /users/{user_id}/verify_totp", a.verifyTOTP),
		write("DELETE /users/{user_id}/mfa", a.dropFactors(func(u *world.User) { u.TOTPSecret, u.BackupCodes = "", nil }, true)),
		write("DELETE /users/{user_id}/totp", a.dropFactors(func(u *world.User) { u.TOTPSecret, u.BackupCodes = "", nil }, false)),
		write("DELETE /users/{user_id}/backup_code", a.dropFactors(func(u *world.User) { u.BackupCodes = nil }, false)),
	}
}

const leastPassword = 8 // characters

func (p *userParams) checkPassword(wrong *problems, digest Opt[string]) {
	plain := p.Password.Set && !p.Password.Null
	digested, hashed := digest.Set && !digest.Null, p.PasswordHasher.Set
	if plain && digested {
		wrong.add(refusal.About("password_digest", "form_conditional_param_disallowed", "is not allowed", "does not go with a password."))
	}
	if digested != hashed {
		missing := map[bool]string{true: "password_hasher", false: "password_digest"}[digested]
		wrong.add(refusal.About(missing, "form_conditional_param_missing", "is missing",
			"is needed: password_digest and password_hasher go together."))
	}
	if plain && !p.SkipPasswordChecks.Value {
		for _, short := range CheckPassword("password", p.Password.Value) {
			wrong.add(short)
		}
	}
}

// checkTOTP refuses a secret that no app can have.
func checkTOTP(secret string, wrong *problems) {
	if secret != "" && totps(secret, time.Time{}) == nil {
		wrong.add(refusal.About("totp_secret", "invalid_totp_secret_code", "is invalid", "must be encoded in base32, without spaces."))
	}
}

// applyCredentials sets a password and second factors. A digest is kept and matches no password.
func (p *userParams) applyCredentials(w *world.World, u *world.User, digest Opt[string]) {
	now := w.Now()
	switch {
	case p.Password.Set && !p.Password.Null:
		u.Password, u.PasswordAt, u.PasswordCompromised = w.NewPassword(p.Password.Value), now, false
	case digest.Set && !digest.Null:
		u.Password, u.PasswordAt = &world.Password{Hasher: p.PasswordHasher.Value, Digest: digest.Value}, now
	}
	if p.TOTPSecret.Value != "" {
		u.TOTPSecret = p.TOTPSecret.Value
	}
	if len(p.BackupCodes.Value) > 0 {
		u.BackupCodes = slices.Clone(p.BackupCodes.Value)
	}
	if u.MFAEnabledAt.IsZero() && (u.TOTPSecret != "" || len(u.BackupCodes) > 0) {
		u.MFAEnabledAt = now
	}
}

type removePassword struct {
	SignOut Opt[bool] `body:"sign_out_of_other_sessions"`
}

// removePassword leaves users as they are who have none.
func (a *API) removePassword(c Call, p removePassword) (any, error) {
	u, err := a.user(c)
	if err != nil {
		return nil, err
	}
	if p.SignOut.Value {
		a.w.EndSessions(u.ID)
	}
	if u.Password == nil {
		return a.viewUser(u), nil
	}
	return a.changeUser(c, func(u *world.User) error {
		u.Password, u.PasswordAt, u.PasswordCompromised = nil, time.Time{}, false
		return nil
	})
}

type compromise struct {
	SignOut Opt[bool] `body:"revoke_all_sessions,nullable"`
}

func (a *API) compromisePassword(c Call, p compromise) (any, error) {
	return a.changeUser(c, func(u *world.User) error {
		if p.SignOut.Value {
			a.w.EndSessions(u.ID)
		}
		u.PasswordCompromised = true
		return nil
	})
}

type passwordParams struct {
	Password string `body:"password,required"`
}

type verified struct {
	Verified bool   `json:"verified"`
	CodeType string `json:"code_type,omitempty"`
}

func (a *API) verifyPassword(c Call, p passwordParams) (any, error) {
	u, err := a.user(c)
	switch {
	case err != nil:
		return nil, err
	case u.Password == nil:
		return nil, refusal.New(http.StatusBadRequest, "no_password_set", "No password", "The user has no password.")
	case !u.Password.Matches(p.Password):
		return nil, refusal.Unprocessable(refusal.About("password", "incorrect_password", "is incorrect", "is not the password of the user."))
	}
	return verified{Verified: true}, nil
}

type totpParams struct {
	Code string `body:"code,required"`
}

// verifyTOTP takes the code of an app or a backup code, which is used up by it.
func (a *API) verifyTOTP(c Call, p totpParams) (any, error) {
	before, err := a.user(c)
	if err != nil {
		return nil, err
	}
	if before.TOTPSecret == "" {
		return nil, refusal.New(http.StatusBadRequest, "totp_disabled", "No authenticator app", "The user has no authenticator app.")
	}
	if slices.Contains(totps(before.TOTPSecret, a.w.Now()), p.Code) {
		return verified{true, "totp"}, nil
	}
	at := slices.Index(before.BackupCodes, p.Code)
	if at < 0 {
		return nil, refusal.New(http.StatusUnprocessableEntity, "totp_incorrect_code", "Incorrect code",
			"The code is neither one of the app nor a backup code.")
	}
	u := *before
	u.BackupCodes = slices.Delete(slices.Clone(u.BackupCodes), at, at+1)
	return verified{true, "backup_code"}, a.w.Users.Put(u)
}

// totps returns the codes of a secret that are good at a moment: six digits for 30 seconds, and those beside (RFC 6238).
func totps(secret string, now time.Time) []string {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(strings.TrimRight(secret, "=")))
	if err != nil {
		return nil
	}
	var codes []string
	for _, step := range []int64{-1, 0, 1} {
		var counter [8]byte
		binary.BigEndian.PutUint64(counter[:], uint64(max(0, now.Unix()/30+step)))
		mac := hmac.New(sha1.New, key)
		_, _ = mac.Write(counter[:])
		sum := mac.Sum(nil)
		at := sum[len(sum)-1] & 0xf
		codes = append(codes, fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[at:])&0x7fffffff%1_000_000))
	}
	return codes
}

// dropFactors takes second factors away, and with phones those that are phone numbers.
func (a *API) dropFactors(drop func(*world.User), phones bool) func(Call, none) (any, error) {
	return func(c Call, _ none) (any, error) {
		u, err := a.user(c)
		if err != nil {
			return nil, err
		}
		for _, i := range a.w.Of(u, world.Phone) {
			if phones && i.SecondFactor {
				next := *i
				next.SecondFactor, next.DefaultSecondFactor = false, false
				if err := a.saveIdentification(next); err != nil {
					return nil, err
				}
			}
		}
		_, err = a.changeUser(c, func(u *world.User) error {
			drop(u)
			if !a.twoFactors(u) && len(u.BackupCodes) == 0 && !u.MFAEnabledAt.IsZero() {
				u.MFAEnabledAt, u.MFADisabledAt = time.Time{}, a.w.Now()
			}
			return nil
		})
		return struct {
			UserID string `json:"user_id"`
		}{u.ID}, err
	}
}
