package clerk

import (
	"strings"
	"unicode"
)

// Reasons of a key: why [ParsePublishableKey], [ParseSecretKey], [ParseMachineSecretKey] or [ParseWebhookSigningSecret]
// refused it.
const (
	// ReasonKeyEmpty says that there is no key.
	ReasonKeyEmpty Reason = "key-empty"
	// ReasonKeyTooLong says that the key is longer than 512 bytes.
	ReasonKeyTooLong Reason = "key-too-long"
	// ReasonKeyBlemish says that the key has white space or quotation marks around it, or characters that no key has.
	ReasonKeyBlemish Reason = "key-blemish"
	// ReasonKeyMixedUp says that this is a credential of another kind, such as a secret key given as publishable key.
	ReasonKeyMixedUp Reason = "key-mixed-up"
	// ReasonKeyPrefix says that the key begins with no prefix of its kind.
	ReasonKeyPrefix Reason = "key-prefix"
	// ReasonKeyMalformed says that what follows the prefix is absent or not encoded as it must be.
	ReasonKeyMalformed Reason = "key-malformed"
	// ReasonKeyHost says that a publishable key holds something that cannot be the host of a Frontend API.
	ReasonKeyHost Reason = "key-host"
)

// A KeyError says why a key was refused. It never holds the key or any part of it, whichever kind of key it is: keys
// get mixed up, and then the one that was taken for public is the secret one.
type KeyError struct {
	// Key says what the value should have been: "publishable key", "secret key", "machine secret key" or "webhook signing
	// secret".
	Key string
	// Reason is one of the reasons of a key, ReasonKeyEmpty to ReasonKeyHost.
	Reason Reason
	// Problem says what is wrong, for people.
	Problem string
	// Fix says what to do about it, for people.
	Fix string
}

// Error returns the problem and what to do about it, in one line.
func (e *KeyError) Error() string {
	return "clerk: " + e.Key + ": " + e.Problem + "; " + e.Fix
}

const (
	maxKeyLength = 512
	pemBegin     = "-----BEGIN "
)

// trimFix is the advice for keys and settings that something was left around of.
const trimFix = "remove it, for example with strings.TrimSpace or, in a shell, with printf %s instead of echo"

// checkKeyText finds what is wrong with a key of any kind before its prefix is looked at. It returns nil if all is well.
func checkKeyText(key, s string) *KeyError {
	if s == "" {
		return &KeyError{key, ReasonKeyEmpty, "there is no key", "copy it from the API keys page of the Clerk Dashboard"}
	}
	if len(s) > maxKeyLength {
		return &KeyError{
			key, ReasonKeyTooLong, "it is longer than 512 bytes, which no key is",
			"copy the key alone from the API keys page of the Clerk Dashboard",
		}
	}
	if problem, fix := blemish(s); problem != "" {
		return &KeyError{key, ReasonKeyBlemish, problem, fix}
	}
	return nil
}

// blemish finds what copying and pasting leaves in a value of one printable ASCII word: white space, quotation marks,
// invisible characters. It returns two empty strings if there is nothing of the kind.
func blemish(s string) (problem, fix string) {
	if problem, fix = edges(s); problem != "" {
		return problem, fix
	}
	switch {
	case isQuoted(s):
		return quotedProblem, quotedFix
	case strings.ContainsFunc(s, unicode.IsSpace):
		return "it has white space in the middle", "copy the value again, in one line"
	case strings.ContainsFunc(s, func(c rune) bool { return c <= ' ' || c > '~' }):
		return "it has characters other than printable ASCII", "type or copy it again; they may be invisible"
	}
	return "", ""
}

// edges is blemish for values that may be anything but must not begin or end in white space.
func edges(s string) (problem, fix string) {
	switch {
	case strings.TrimSpace(s) == "" && s != "":
		return "it holds nothing but white space", "set a value, or leave it out altogether"
	case strings.HasSuffix(s, "\n"):
		return "it ends in a newline, as the content of a file usually does", trimFix
	case strings.TrimSpace(s) != s:
		return "it has white space around it", trimFix
	}
	return "", ""
}

const (
	quotedProblem = "it is wrapped in quotation marks, which docker --env-file and some shells hand on as they are"
	quotedFix     = "write it without them"
)

func isQuoted(s string) bool {
	return len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0]
}

// looksSecret reports whether s begins like one of Clerk's credentials that must not be published. It decides what
// error texts and log lines may show, and helps to tell mixed-up keys apart.
func looksSecret(s string) bool {
	s = strings.TrimLeftFunc(s, func(c rune) bool { return unicode.IsSpace(c) || c == '"' || c == '\'' })
	for _, prefix := range [...]string{"sk_", "test_", "live_", "whsec_", "ak_", "mt_", "oat_", pemBegin} {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}
