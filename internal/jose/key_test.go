package jose_test

import (
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/usher-auth/usher/internal/jose"
)

// number is how a JWK writes a number (RFC 7518 section 2, Base64urlUInt).
func number(n *big.Int) string { return b64(n.Bytes()) }

func TestParseSetTakesOrLeavesOutEachKey(t *testing.T) {
	public := &privateKeys()[0].PublicKey
	private := privateKeys()[0]
	n := b64(public.N.Bytes())
	power := func(bits uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), bits) }
	plus := func(a *big.Int, b int64) *big.Int { return new(big.Int).Add(a, big.NewInt(b)) }
	for _, row := range []struct {
		name, member string
		skipped      string // part of why it is left out; "" when it is taken
	}{
		{"a key as Clerk publishes it", jwk(public, nil), ""},
		{"without alg", jwk(public, members{"alg": absent}), ""},
		{"with an empty alg", jwk(public, members{"alg": ""}), ""},
		{"RS384", jwk(public, members{"alg": "RS384"}), ""},
		{"RS512", jwk(public, members{"alg": "RS512"}), ""},
		{"without use", jwk(public, members{"use": absent}), ""},
		{"key_ops with verify", jwk(public, members{"use": absent, "key_ops": []string{"encrypt", "verify"}}), ""},
		{"key_ops with verify and one that nobody knows", jwk(public, members{"key_ops": []string{"verify", "bless"}}), ""},
		{"empty key_ops", jwk(public, members{"key_ops": []string{}}), ""},
		{"a kid of 64 bytes", jwk(public, members{"kid": strings.Repeat("k", 64)}), ""},
		{"with members nobody knows", jwk(public, members{"x": []any{1, members{"kty": "EC"}}, "exp": 1}), ""},
		{"a modulus in padded standard base64, as some servers write it", jwk(public, members{"n": base64.StdEncoding.EncodeToString(public.N.Bytes())}), ""},
		{"a modulus with a zero before it", jwk(public, members{"n": b64(append([]byte{0}, public.N.Bytes()...))}), ""},
		{"an exponent with zeros before it", jwk(public, members{"e": b64([]byte{0, 0, 0, 1, 0, 1})}), ""},
		{"an exponent of 3", jwk(public, members{"e": b64([]byte{3})}), ""},
		{"the largest exponent that crypto/rsa takes", jwk(public, members{"e": number(plus(power(31), -1))}), ""},
		{"8192 bits", jwk(public, members{"n": number(odd(8192))}), ""},
		{"2048 bits", jwk(public, members{"n": number(odd(2048))}), ""},

		{"2047 bits", jwk(public, members{"n": number(odd(2047))}), "2047 bits"},
		{"1024 bits", jwk(public, members{"n": number(odd(1024))}), "1024 bits"},
		{"17 bits", jwk(public, members{"n": number(odd(17))}), "17 bits"},
		{"8193 bits", jwk(public, members{"n": number(odd(8193))}), "8193 bits"},
		{"a million bits", jwk(public, members{"n": number(odd(1_000_000))}), "1000000 bits"},
		{"an empty modulus", jwk(public, members{"n": ""}), "0 bits"},
		{"an even modulus", jwk(public, members{"n": number(plus(public.N, -1))}), "modulus is even"},
		{"an exponent of 1, with which everything is signed", jwk(public, members{"e": b64([]byte{1})}), "exponent"},
		{"an exponent of 0", jwk(public, members{"e": b64([]byte{0})}), "exponent"},
		{"an even exponent", jwk(public, members{"e": b64([]byte{1, 0, 0})}), "exponent"},
		{"an exponent of 2", jwk(public, members{"e": b64([]byte{2})}), "exponent"},
		{"an exponent that crypto/rsa refuses", jwk(public, members{"e": number(plus(power(31), 1))}), "exponent"},
		{"an exponent of 64 bits", jwk(public, members{"e": number(plus(power(63), 1))}), "exponent"},
		{"an exponent of which 64 bits look harmless", jwk(public, members{"e": number(plus(power(64), 65537))}), "exponent"},
		{"an empty exponent", jwk(public, members{"e": ""}), "exponent"},
		{"no modulus", jwk(public, members{"n": absent}), "cannot be parsed"},
		{"no exponent", jwk(public, members{"e": absent}), "cannot be parsed"},
		{"a modulus that is no base64", jwk(public, members{"n": "!" + n}), "cannot be parsed"},
		{"a modulus that is a number", jwk(public, members{"n": 12345}), "cannot be parsed"},
		{"an exponent that is a number", jwk(public, members{"e": 65537}), "cannot be parsed"},

		{"no kid", jwk(public, members{"kid": absent}), "kid"},
		{"an empty kid", jwk(public, members{"kid": ""}), "kid"},
		{"a kid that is null", jwk(public, members{"kid": nil}), "kid"},
		{"a kid of 65 bytes", jwk(public, members{"kid": strings.Repeat("k", 65)}), "kid"},
		{"a kid that is a number", jwk(public, members{"kid": 1}), "cannot be parsed"},
		{"another case of kid is another name", jwk(public, members{"kid": absent, "Kid": "ins_1"}), "kid"},

		{"an unknown kty", jwk(public, members{"kty": "ML-DSA"}), "kty is not RSA"},
		{"no kty", jwk(public, members{"kty": absent}), "kty is not RSA"},
		{"kty in lower case", jwk(public, members{"kty": "rsa"}), "kty is not RSA"},
		{"another case of kty is another name", jwk(public, members{"kty": absent, "Kty": "RSA"}), "kty is not RSA"},
		{"an elliptic curve key", `{"kty":"EC","kid":"ins_1","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}`, "kty is not RSA"},
		{"an Ed25519 key", `{"kty":"OKP","kid":"ins_1","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`, "kty is not RSA"},
		{"a symmetric key", `{"kty":"oct","kid":"ins_1","alg":"HS256","k":"` + n + `"}`, "kty is not RSA"},
		{"an elliptic curve key that says it is RSA", `{"kty":"RSA","kid":"ins_1","crv":"P-256","x":"AA","y":"AA"}`, "cannot be parsed"},
		// A private key in a public place is everybody's. It is not taken at its public half either.
		{"a private key", jwk(public, members{
			"d": b64(private.D.Bytes()), "p": b64(private.Primes[0].Bytes()), "q": b64(private.Primes[1].Bytes()),
		}), "not a public key"},
		{"a private exponent that is null", jwk(public, members{"d": nil}), "not a public key"},

		{"a key for encryption", jwk(public, members{"use": "enc"}), "use is not sig"},
		{"a use nobody knows", jwk(public, members{"use": "wrap"}), "use is not sig"},
		{"use in upper case", jwk(public, members{"use": "SIG"}), "use is not sig"},
		{"key_ops without verify", jwk(public, members{"use": absent, "key_ops": []string{"sign", "encrypt"}}), "key_ops"},
		{"key_ops in upper case", jwk(public, members{"key_ops": []string{"VERIFY"}}), "key_ops"},
		{"key_ops of numbers", jwk(public, members{"key_ops": []int{1}}), "cannot be parsed"},
		{"key_ops that is a text", jwk(public, members{"key_ops": "verify"}), "cannot be parsed"},
		{"RSA with the other padding", jwk(public, members{"alg": "PS256"}), "alg"},
		{"an alg for elliptic curves", jwk(public, members{"alg": "ES256"}), "alg"},
		{"an alg for encryption", jwk(public, members{"alg": "RSA-OAEP"}), "alg"},
		{"the symmetric alg", jwk(public, members{"alg": "HS256"}), "alg"},
		{"the alg none", jwk(public, members{"alg": "none"}), "alg"},
		{"an alg nobody knows", jwk(public, members{"alg": "rs256"}), "alg"},
		{"an alg that is a number", jwk(public, members{"alg": 256}), "cannot be parsed"},

		{"a number instead of a key", `1`, "kty is not RSA"},
		{"null instead of a key", `null`, "kty is not RSA"},
		{"a list instead of a key", `["kty","RSA"]`, "kty is not RSA"},
		{"a text instead of a key", `"{\"kty\":\"RSA\"}"`, "kty is not RSA"},
		{"an empty object", `{}`, "kty is not RSA"},
	} {
		t.Run(row.name, func(t *testing.T) {
			// A good key on either side shows that one never spoils another.
			before, after := jwk(public, members{"kid": "before"}), jwk(public, members{"kid": "after"})
			got, err := jose.ParseSet([]byte(set(before, row.member, after)))
			if err != nil {
				t.Fatalf("ParseSet: %v", err)
			}
			if len(got.Keys)+len(got.Skipped) != 3 || got.Keys[0].ID() != "before" || got.Keys[len(got.Keys)-1].ID() != "after" {
				t.Fatalf("%d keys and %d left out of 3: %v", len(got.Keys), len(got.Skipped), got.Skipped)
			}
			switch taken := len(got.Skipped) == 0; {
			case taken != (row.skipped == ""):
				t.Fatalf("taken is %v, left out are %v", taken, got.Skipped)
			case taken:
				if got.Keys[1].IsZero() || got.Keys[1].ID() == "" {
					t.Errorf("the key is %+v", got.Keys[1])
				}
			default:
				why := got.Skipped[0].Error()
				if !strings.Contains(why, row.skipped) || !strings.Contains(why, "key 1 of the set") {
					t.Errorf("left out because %q, want %q and which key it is", why, row.skipped)
				}
				if len(why) > 120 || strings.Contains(why, n[:10]) {
					t.Errorf("the error quotes the key: %s", why)
				}
			}
		})
	}
}

func TestParseSetReadsTheDocument(t *testing.T) {
	key := jwk(&privateKeys()[0].PublicKey, nil)
	many := func(n int) string { return set(strings.Split(strings.Repeat(key+"\n", n-1)+key, "\n")...) }
	for _, row := range []struct {
		name, body string
		keys       int
		err        error
	}{
		{"one key", set(key), 1, nil},
		{"no key", set(), 0, nil},
		{"white space", " \n" + set(key) + "\r\n", 1, nil},
		{"other members beside it", `{"v":1,"keys":[` + key + `],"more":{"keys":[]}}`, 1, nil},
		{"the same key twice", set(key, key), 2, nil},
		{"64 keys", many(64), 64, nil},
		{"65 keys", many(65), 0, jose.ErrSetSize},
		{"65 things that are no keys", set(strings.Split(strings.Repeat("1,", 64)+"1", ",")...), 0, jose.ErrSetSize},
		{"the last of two lists counts, as for every JSON decoder of Go's", `{"keys":[],"keys":[` + key + `]}`, 1, nil},

		{"another case is another name", `{"Keys":[` + key + `]}`, 0, jose.ErrSetSyntax},
		{"all upper case", `{"KEYS":[` + key + `]}`, 0, jose.ErrSetSyntax},
		{"a letter that folds to k", `{"` + "\u212a" + `eys":[` + key + `]}`, 0, jose.ErrSetSyntax},
		{"another case does not stand in for an empty list", `{"keys":[],"Keys":[` + key + `]}`, 0, nil},
		{"nothing", ``, 0, jose.ErrSetSyntax},
		{"null", `null`, 0, jose.ErrSetSyntax},
		{"a list of keys without the set", `[` + key + `]`, 0, jose.ErrSetSyntax},
		{"a key without the set", key, 0, jose.ErrSetSyntax},
		{"an empty object", `{}`, 0, jose.ErrSetSyntax},
		{"an error of Clerk's", `{"errors":[{"code":"x"}]}`, 0, jose.ErrSetSyntax},
		{"keys that is null", `{"keys":null}`, 0, jose.ErrSetSyntax},
		{"keys that is an object", `{"keys":` + key + `}`, 0, jose.ErrSetSyntax},
		{"keys that is a text", `{"keys":"[]"}`, 0, jose.ErrSetSyntax},
		{"keys that is a number", `{"keys":0}`, 0, jose.ErrSetSyntax},
		{"half a set", set(key)[:100], 0, jose.ErrSetSyntax},
		{"something after the set", set(key) + "x", 0, jose.ErrSetSyntax},
		{"two sets", set(key) + set(key), 0, jose.ErrSetSyntax},
		{"a page", `<html></html>`, 0, jose.ErrSetSyntax},
		{"a PEM", pkix(t, &privateKeys()[0].PublicKey), 0, jose.ErrSetSyntax},
		{"a byte order mark", "\ufeff" + set(key), 0, jose.ErrSetSyntax},
		{"depths", strings.Repeat(`{"keys":[`, 20_000), 0, jose.ErrSetSyntax},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := jose.ParseSet([]byte(row.body))
			if !errors.Is(err, row.err) || len(got.Keys) != row.keys {
				t.Errorf("ParseSet = %d keys, %v, want %d, %v", len(got.Keys), err, row.keys, row.err)
			}
		})
	}
}

func TestKeyEqual(t *testing.T) {
	a, b := &privateKeys()[0].PublicKey, &privateKeys()[1].PublicKey
	key := parsed(t, jwk(a, nil))
	for _, row := range []struct {
		name string
		x, y jose.Key
		want bool
	}{
		{"itself", key, key, true},
		{"parsed twice", key, parsed(t, jwk(a, nil)), true},
		{"under another name and for another alg", key, parsed(t, jwk(a, members{"kid": "ins_2", "alg": "RS512"})), true},
		{"another key under the same name", key, parsed(t, jwk(b, nil)), false},
		{"another exponent", key, parsed(t, jwk(&rsa.PublicKey{N: a.N, E: 3}, nil)), false},
		{"the zero value", key, jose.Key{}, false},
		{"two zero values", jose.Key{}, jose.Key{}, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.x.Equal(row.y) != row.want || row.y.Equal(row.x) != row.want {
				t.Errorf("Equal = %v and %v, want %v", row.x.Equal(row.y), row.y.Equal(row.x), row.want)
			}
		})
	}
}
