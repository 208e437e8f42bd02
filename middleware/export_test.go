package middleware

import "github.com/usher-auth/usher/authobject"

// Remembered returns how many tokens an Usher remembers, and has it forget them.
func Remembered(u *Usher) int {
	return u.verifier.Forget(func(*authobject.Auth) bool { return true })
}
