package clerk

import (
	"crypto/sha1" // The cookie suffix is a name, not a protection, and Clerk's libraries make it with SHA-1.
	"encoding/base64"
	"strings"
)

// An InstanceKind says what an instance is for. The empty InstanceKind means that nothing tells.
type InstanceKind string

const (
	// KindDevelopment is an instance with test keys (pk_test_…, sk_test_…).
	KindDevelopment InstanceKind = "development"
	// KindProduction is an instance with live keys (pk_live_…, sk_live_…).
	KindProduction InstanceKind = "production"
)

const (
	publishableTestPrefix = "pk_test_"
	publishableLivePrefix = "pk_live_"
)

// A PublishableKey is the public name of an instance. It is not a secret: every page that uses Clerk shows it. The zero
// PublishableKey stands for "none". PublishableKeys can be compared with ==.
type PublishableKey struct {
	key  string
	host string
	kind InstanceKind
}

// ParsePublishableKey reads a publishable key: pk_test_ or pk_live_, followed by the host of the Frontend API and a
// dollar sign in base64 (standard alphabet; padding may be left out but not be wrong).
//
// A key is refused with a [*KeyError] when it is another kind of credential (ReasonKeyMixedUp), is empty
// (ReasonKeyEmpty), over 512 bytes (ReasonKeyTooLong), has white space or quotation marks in or around it
// (ReasonKeyBlemish), has another prefix (ReasonKeyPrefix), has more parts or is not encoded that way
// (ReasonKeyMalformed), or holds something other than a host name with a dot and perhaps a port (ReasonKeyHost). The
// error never repeats the key.
//
// The rules are those of Clerk's libraries, except that white space within the key and things that no host consists of
// are refused as well: the host becomes part of addresses that keys are fetched from.
func ParsePublishableKey(s string) (PublishableKey, error) {
	refuse := func(reason Reason, problem, fix string) (PublishableKey, error) {
		return PublishableKey{}, &KeyError{"publishable key", reason, problem, fix}
	}
	const copyAgain = "copy it again from the API keys page of the Clerk Dashboard"
	if looksSecret(s) {
		return refuse(ReasonKeyMixedUp, "it is a secret credential, not a publishable key",
			"set the key that begins with pk_, and replace the secret one if it may have been published")
	}
	if err := checkKeyText("publishable key", s); err != nil {
		return PublishableKey{}, err
	}

	var kind InstanceKind
	switch {
	case strings.HasPrefix(s, publishableTestPrefix):
		kind = KindDevelopment
	case strings.HasPrefix(s, publishableLivePrefix):
		kind = KindProduction
	default:
		return refuse(ReasonKeyPrefix, "it begins with neither pk_test_ nor pk_live_", copyAgain)
	}

	encoded := s[len(publishableTestPrefix):]
	switch {
	case encoded == "":
		return refuse(ReasonKeyMalformed, "nothing follows the prefix", copyAgain)
	case strings.Contains(encoded, "_"):
		return refuse(ReasonKeyMalformed, "it has more than three parts with underscores between them", copyAgain)
	}
	text, ok := decodeForgiving(encoded)
	if !ok {
		return refuse(ReasonKeyMalformed, "what follows the prefix is not base64 in the standard alphabet", copyAgain)
	}
	host, ok := strings.CutSuffix(text, "$")
	switch {
	case !ok:
		return refuse(ReasonKeyMalformed, "what it encodes does not end in a dollar sign, so a part may be missing", copyAgain)
	case strings.Contains(host, "$"):
		return refuse(ReasonKeyMalformed, "what it encodes has more than one dollar sign", copyAgain)
	case !strings.Contains(host, "."):
		return refuse(ReasonKeyHost, "the host that it encodes has no dot", copyAgain)
	case !plausibleHost(host):
		return refuse(ReasonKeyHost, "what it encodes is not a host name with an optional port", copyAgain)
	}
	return PublishableKey{key: s, host: host, kind: kind}, nil
}

// decodeForgiving decodes base64 with or without padding. Padding that is there must be right. (WHATWG Infra, "forgiving
// base64", without its removal of white space: the caller has refused that already.)
func decodeForgiving(s string) (string, bool) {
	if len(s)%4 == 0 {
		s = strings.TrimSuffix(strings.TrimSuffix(s, "="), "=")
	}
	text, err := base64.RawStdEncoding.DecodeString(s)
	return string(text), err == nil
}

// String returns the key as it was given, or "" for the zero PublishableKey.
func (k PublishableKey) String() string { return k.key }

// MarshalText returns the key as it was given, so that encoding/json and log/slog show it. It never fails.
func (k PublishableKey) MarshalText() ([]byte, error) { return []byte(k.key), nil }

// IsZero reports whether there is no key.
func (k PublishableKey) IsZero() bool { return k.key == "" }

// FrontendAPIHost returns the host that the key encodes, with its port if it has one, as in "clerk.example.com". A
// satellite or a proxy may have the Frontend API elsewhere: see [Instance.FrontendAPI].
func (k PublishableKey) FrontendAPIHost() string { return k.host }

// Kind returns KindProduction for pk_live_ keys and KindDevelopment for pk_test_ keys.
func (k PublishableKey) Kind() InstanceKind { return k.kind }

// CookieSuffix returns what [CookieSuffix] returns for this key.
func (k PublishableKey) CookieSuffix() string { return CookieSuffix(k.key) }

// CookieSuffix returns the eight characters that tell the cookies of one instance from those of another on the same
// domain: the beginning of the SHA-1 hash of the publishable key in URL-safe base64. The suffixed name of a cookie is
// its name, an underscore and the suffix.
//
// The key is hashed as it is configured, padding included, and is not judged. No key, no suffix.
func CookieSuffix(publishableKey string) string {
	if publishableKey == "" {
		return ""
	}
	sum := sha1.Sum([]byte(publishableKey))
	return base64.URLEncoding.EncodeToString(sum[:])[:8]
}
