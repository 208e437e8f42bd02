package jose_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/usher-auth/usher/internal/jose"
)

// A token in parts: header {"alg":"RS256"}, payload {} and three bytes of signature.
const (
	plainHeader    = "eyJhbGciOiJSUzI1NiJ9"
	plainPayload   = "e30"
	plainSignature = "AAEC"
	plainToken     = plainHeader + "." + plainPayload + "." + plainSignature
)

// ofSize makes a token of exactly so many bytes.
func ofSize(t *testing.T, size int) string {
	t.Helper()
	for filler := size * 3 / 4; filler > 0; filler-- {
		start := plainHeader + "." + b64([]byte(`{"x":"`+strings.Repeat("x", filler)+`"}`)) + "."
		for signature := range 4 {
			if token := start + b64(make([]byte, signature)); len(token) == size {
				return token
			}
		}
	}
	t.Fatalf("no token has %d bytes", size)
	return ""
}

func TestSplit(t *testing.T) {
	for _, row := range []struct {
		name, token string
		want        error // nil for a token that is taken apart
	}{
		{"a token", plainToken, nil},
		{"a token without a signature, which no key will have made", plainHeader + "." + plainPayload + ".", nil},
		{"a payload that is a list", plainHeader + "." + b64([]byte(`[1]`)) + "." + plainSignature, nil},
		{"a payload that is a number", plainHeader + "." + b64([]byte(`5`)) + "." + plainSignature, nil},
		{"a header that is a list", b64([]byte(`[]`)) + "." + plainPayload + "." + plainSignature, nil},
		{"white space within the JSON", b64([]byte(" {\n}\t")) + "." + b64([]byte("\r\n{ } ")) + "." + plainSignature, nil},

		{"16 KiB", ofSize(t, 16384), nil},
		{"16 KiB and a byte", ofSize(t, 16385), jose.ErrTooLarge},
		{"a megabyte of dots", strings.Repeat(".", 1<<20), jose.ErrTooLarge},
		{"much of what is no token", strings.Repeat("!", 16385), jose.ErrTooLarge},

		{"nothing", "", jose.ErrSegments},
		{"one part", plainHeader, jose.ErrSegments},
		{"two parts", plainHeader + "." + plainPayload, jose.ErrSegments},
		{"four parts", plainToken + "." + plainSignature, jose.ErrSegments},
		{"five parts, as an encrypted token has", plainToken + ".AA.AA", jose.ErrSegments},
		{"a dot too many in the middle", plainHeader + ".." + plainPayload + "." + plainSignature, jose.ErrSegments},
		{"a dot before", "." + plainToken, jose.ErrSegments},
		{"a dot after", plainToken + ".", jose.ErrSegments},
		{"the JSON form of a JWS", `{"payload":"` + plainPayload + `","protected":"` + plainHeader + `","signature":"` + plainSignature + `"}`, jose.ErrSegments},
		{"the JSON form of a JWS with two dots in it", `{"payload":"` + plainPayload + `","header":{"kid":"a.b.c"},"signature":"` + plainSignature + `"}`, jose.ErrAlphabet},
		{"an opaque token", "sess_2abc", jose.ErrSegments},

		{"a line break at the end", plainToken + "\n", jose.ErrAlphabet},
		{"a carriage return at the end", plainToken + "\r", jose.ErrAlphabet},
		{"a line break at the beginning", "\n" + plainToken, jose.ErrAlphabet},
		{"a line break within the header", plainHeader[:4] + "\n" + plainHeader[4:] + "." + plainPayload + "." + plainSignature, jose.ErrAlphabet},
		{"a line break within the signature", plainHeader + "." + plainPayload + ".AA\r\nEC", jose.ErrAlphabet},
		{"a space before", " " + plainToken, jose.ErrAlphabet},
		{"a space after", plainToken + " ", jose.ErrAlphabet},
		{"a space within", plainHeader + ". " + plainPayload + "." + plainSignature, jose.ErrAlphabet},
		{"a tab", plainHeader + ".\t" + plainPayload + "." + plainSignature, jose.ErrAlphabet},
		{"a NUL at the end", plainToken + "\x00", jose.ErrAlphabet},
		{"a NUL within", plainHeader + ".\x00" + plainPayload + "." + plainSignature, jose.ErrAlphabet},
		{"a byte that is not UTF-8", plainHeader + ".\xff." + plainSignature, jose.ErrAlphabet},
		{"a letter outside ASCII", plainHeader + ".é." + plainSignature, jose.ErrAlphabet},
		{"a digit that only looks like one", plainHeader + ".e３0." + plainSignature, jose.ErrAlphabet},
		{"the alphabet of standard base64, plus", plainHeader + "." + plainPayload + ".AA+A", jose.ErrAlphabet},
		{"the alphabet of standard base64, slash", plainHeader + "." + plainPayload + ".AA/A", jose.ErrAlphabet},
		{"a quoted token", `"` + plainToken + `"`, jose.ErrAlphabet},
		{"a percent escape", plainHeader + "%2E." + plainPayload + "." + plainSignature, jose.ErrAlphabet},
		{"a comma, as between two header lines", plainToken + ",", jose.ErrAlphabet},
		{"a header of an impossible length", "eyJhb." + plainPayload + "." + plainSignature, jose.ErrAlphabet},
		{"a payload of an impossible length", plainHeader + ".e." + plainSignature, jose.ErrAlphabet},
		{"a signature of an impossible length", plainHeader + "." + plainPayload + ".AAECA", jose.ErrAlphabet},
		{"stray bits in the header", b64([]byte("{}"))[:2] + "1." + plainPayload + "." + plainSignature, jose.ErrAlphabet},
		{"stray bits in the payload", plainHeader + ".e31." + plainSignature, jose.ErrAlphabet},
		{"stray bits in the signature", plainHeader + "." + plainPayload + ".AB", jose.ErrAlphabet},
		{"stray bits in a signature of two bytes", plainHeader + "." + plainPayload + ".AAF", jose.ErrAlphabet},

		{"padding after the header", plainHeader + "=." + plainPayload + "." + plainSignature, jose.ErrPadding},
		{"padding after the payload", plainHeader + "." + plainPayload + "=." + plainSignature, jose.ErrPadding},
		{"padding after the signature", plainHeader + "." + plainPayload + ".AA==", jose.ErrPadding},
		{"padding that was not needed", plainToken + "=", jose.ErrPadding},
		{"padding everywhere", plainHeader + "==." + plainPayload + "=." + plainSignature + "==", jose.ErrPadding},
		{"nothing but padding", "=.=.=", jose.ErrPadding},
		{"padding within a part", plainHeader + ".e3=0." + plainSignature, jose.ErrAlphabet},
		{"padding before a part", plainHeader + ".=e30." + plainSignature, jose.ErrAlphabet},
		{"padding and then a line break", plainToken + "=\n", jose.ErrAlphabet},

		{"an empty header", "." + plainPayload + "." + plainSignature, jose.ErrHeader},
		{"a header that is null", b64([]byte("null")) + "." + plainPayload + "." + plainSignature, jose.ErrHeader},
		{"a header that is null with white space", b64([]byte(" null\n")) + "." + plainPayload + "." + plainSignature, jose.ErrHeader},
		{"a header that is no JSON", b64([]byte("alg=RS256")) + "." + plainPayload + "." + plainSignature, jose.ErrHeader},
		{"half a header", b64([]byte(`{"alg":`)) + "." + plainPayload + "." + plainSignature, jose.ErrHeader},
		{"two headers in one", b64([]byte(`{}{}`)) + "." + plainPayload + "." + plainSignature, jose.ErrHeader},
		{"a header with a byte order mark", b64([]byte("\ufeff{}")) + "." + plainPayload + "." + plainSignature, jose.ErrHeader},
		{"an empty payload, as a detached signature has", plainHeader + ".." + plainSignature, jose.ErrPayload},
		{"a payload that is null", plainHeader + "." + b64([]byte("null")) + "." + plainSignature, jose.ErrPayload},
		{"a payload that is null with white space", plainHeader + "." + b64([]byte("\tnull ")) + "." + plainSignature, jose.ErrPayload},
		{"a payload that is no JSON", plainHeader + "." + b64([]byte("hello")) + "." + plainSignature, jose.ErrPayload},
		{"a payload nested deeper than JSON decoders go", plainHeader + "." + b64([]byte(strings.Repeat("[", 12000))) + ".", jose.ErrPayload},
		{"nothing but dots", "..", jose.ErrPayload},

		{"a name twice in the header", b64([]byte(`{"alg":"RS256","alg":"RS256"}`)) + "." + plainPayload + "." + plainSignature, jose.ErrDuplicate},
		{"an extension that must be understood", b64([]byte(`{"crit":["exp"]}`)) + "." + plainPayload + "." + plainSignature, jose.ErrCritical},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := jose.Split(row.token)
			if !errors.Is(err, row.want) || (err == nil) != (got != nil) {
				t.Fatalf("Split = %v, %v, want %v", got, err, row.want)
			}
		})
	}
}

func TestSplitHandsOutThePartsAsTheyWereSigned(t *testing.T) {
	header, payload, signature := `{"alg":"RS384","kid":"ins_1"}`, ` {"sub":"user_1"} `, []byte{0xfb, 0xff, 0, 1}
	token := b64([]byte(header)) + "." + b64([]byte(payload)) + "." + b64(signature)
	got, err := jose.Split(token)
	if err != nil {
		t.Fatal(err)
	}
	if want := token[:strings.LastIndexByte(token, '.')]; string(got.SigningInput) != want {
		t.Errorf("the signing input is %q, want %q", got.SigningInput, want)
	}
	if got.Claims.Text() != payload || !bytes.Equal(got.Signature, signature) {
		t.Errorf("payload %q, signature %x, want %q, %x", got.Claims.Text(), got.Signature, payload, signature)
	}
	if got.Header.Algorithm != jose.RS384 || got.Header.KeyID != "ins_1" {
		t.Errorf("the header is %+v", got.Header)
	}
}

func TestHeader(t *testing.T) {
	none := jose.Member{}
	is := func(text string) jose.Member { return jose.Member{Present: true, Text: text} }
	for _, row := range []struct {
		name, header string
		want         jose.Header
		err          error
	}{
		{"all that is read", `{"alg":"RS256","kid":"ins_1","typ":"JWT","cat":"cl_B7d4PD111AAA"}`, jose.Header{Algorithm: jose.RS256, KeyID: "ins_1", Type: is("JWT"), Category: is("cl_B7d4PD111AAA")}, nil},
		{"nothing", `{}`, jose.Header{}, nil},
		{"a list has no members", `["alg","RS256"]`, jose.Header{}, nil},
		{"RS384", `{"alg":"RS384"}`, jose.Header{Algorithm: jose.RS384}, nil},
		{"RS512", `{"alg":"RS512"}`, jose.Header{Algorithm: jose.RS512}, nil},
		{"a name written with an escape is the same name", "{\"\\u0061lg\":\"RS\\u0032\\u0035\\u0036\"}", jose.Header{Algorithm: jose.RS256}, nil},

		{"none", `{"alg":"none"}`, jose.Header{}, nil},
		{"a symmetric algorithm", `{"alg":"HS256"}`, jose.Header{}, nil},
		{"RSA with the other padding", `{"alg":"PS256"}`, jose.Header{}, nil},
		{"an elliptic curve", `{"alg":"ES256"}`, jose.Header{}, nil},
		{"alg in lower case", `{"alg":"rs256"}`, jose.Header{}, nil},
		{"alg with a space", `{"alg":"RS256 "}`, jose.Header{}, nil},
		{"alg that is empty", `{"alg":""}`, jose.Header{}, nil},
		{"alg that is a list", `{"alg":["RS256"]}`, jose.Header{}, nil},
		{"alg that is null", `{"alg":null}`, jose.Header{}, nil},
		{"another case of the name is another name", `{"Alg":"RS256","ALG":"RS256","Kid":"ins_1","TYP":"JWT","Cat":"x"}`, jose.Header{}, nil},
		{"and stands beside the right one", `{"alg":"none","Alg":"RS256"}`, jose.Header{}, nil},
		{"in either order", `{"Alg":"none","alg":"RS256"}`, jose.Header{Algorithm: jose.RS256}, nil},
		{"a member of another object is no member", `{"x":{"alg":"RS256"}}`, jose.Header{}, nil},

		{"a kid of 64 bytes", `{"kid":"` + strings.Repeat("k", 64) + `"}`, jose.Header{KeyID: strings.Repeat("k", 64)}, nil},
		{"a kid of 65 bytes", `{"kid":"` + strings.Repeat("k", 65) + `"}`, jose.Header{}, nil},
		{"a kid of 33 letters and 66 bytes", `{"kid":"` + strings.Repeat("é", 33) + `"}`, jose.Header{}, nil},
		{"a kid of 64 bytes that is longer as it is written", `{"kid":"` + strings.Repeat("\\u006b", 64) + `"}`, jose.Header{KeyID: strings.Repeat("k", 64)}, nil},
		{"a kid that is empty", `{"kid":""}`, jose.Header{}, nil},
		{"a kid that is a number", `{"kid":1}`, jose.Header{}, nil},
		{"a kid that is a list", `{"kid":["ins_1"]}`, jose.Header{}, nil},
		{"a kid that is null", `{"kid":null}`, jose.Header{}, nil},
		{"a kid that looks like a path is a name like any other", `{"kid":"../../dev/null"}`, jose.Header{KeyID: "../../dev/null"}, nil},

		{"typ and cat of another type are present", `{"typ":1,"cat":null}`, jose.Header{Type: is(""), Category: is("")}, nil},
		{"typ and cat that are empty are present", `{"typ":"","cat":""}`, jose.Header{Type: is(""), Category: is("")}, nil},
		{"typ alone", `{"typ":"at+jwt"}`, jose.Header{Type: is("at+jwt"), Category: none}, nil},
		{"keys that the token brings along are ignored", `{"alg":"RS256","jwk":{"kty":"oct","k":"AA"},"jku":"https://evil.example","x5u":"https://evil.example","x5c":["AA"]}`, jose.Header{Algorithm: jose.RS256}, nil},

		{"alg twice", `{"alg":"RS256","alg":"none"}`, jose.Header{}, jose.ErrDuplicate},
		{"kid twice", `{"kid":"a","alg":"RS256","kid":"a"}`, jose.Header{}, jose.ErrDuplicate},
		{"a name twice that nobody reads", `{"x":1,"alg":"RS256","x":1}`, jose.Header{}, jose.ErrDuplicate},
		{"a name twice, once with an escape", "{\"alg\":\"RS256\",\"\\u0061lg\":\"none\"}", jose.Header{}, jose.ErrDuplicate},
		{"twice within another object is its own affair", `{"x":{"a":1,"a":2}}`, jose.Header{}, nil},
		{"crit", `{"alg":"RS256","crit":["b64"],"b64":false}`, jose.Header{}, jose.ErrCritical},
		{"crit that is empty", `{"crit":[]}`, jose.Header{}, jose.ErrCritical},
		{"crit that is null", `{"crit":null}`, jose.Header{}, jose.ErrCritical},
		{"b64", `{"b64":false}`, jose.Header{}, jose.ErrCritical},
		{"b64 that changes nothing", `{"b64":true}`, jose.Header{}, jose.ErrCritical},
		{"another case of crit is another name", `{"Crit":["exp"],"B64":false}`, jose.Header{}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := jose.Split(b64([]byte(row.header)) + "." + plainPayload + "." + plainSignature)
			if !errors.Is(err, row.err) {
				t.Fatalf("Split: %v, want %v", err, row.err)
			}
			if row.err == nil && got.Header != row.want {
				t.Errorf("the header is %+v, want %+v", got.Header, row.want)
			}
		})
	}
}

func TestMemberIs(t *testing.T) {
	for _, row := range []struct {
		name   string
		member jose.Member
		text   string
		want   bool
	}{
		{"the same text", jose.Member{Present: true, Text: "JWT"}, "JWT", true},
		{"another case", jose.Member{Present: true, Text: "jwt"}, "JWT", false},
		{"absent", jose.Member{}, "JWT", false},
		{"absent is not the empty text", jose.Member{}, "", false},
		{"present without text is nothing either", jose.Member{Present: true}, "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.member.Is(row.text); got != row.want {
				t.Errorf("%+v.Is(%q) = %v, want %v", row.member, row.text, got, row.want)
			}
		})
	}
}
