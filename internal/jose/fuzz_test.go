package jose_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/usher-auth/usher/internal/jose"
)

// FuzzVerifyAgainstStandardLibrary holds Verify against crypto/rsa alone: they must never disagree.
func FuzzVerifyAgainstStandardLibrary(f *testing.F) {
	private, stranger := privateKeys()[0], privateKeys()[1]
	public := &private.PublicKey
	for _, alg := range []jose.Algorithm{jose.RS256, jose.RS384, jose.RS512} {
		for _, input := range []string{"", "a", "eyJhbGciOiJSUzI1NiJ9.e30"} {
			signature := sign(f, alg, []byte(input), private)
			f.Add(string(alg), []byte(input), signature)
			f.Add(string(alg), []byte(input), sign(f, alg, []byte(input), stranger))
			f.Add("RS256", []byte(input), signature)
			f.Add(string(alg), []byte(input), append([]byte{0}, signature...))
			f.Add(string(alg), []byte(input), new(big.Int).Add(public.N, new(big.Int).SetBytes(signature)).Bytes())
		}
	}
	for _, alg := range []string{"", "none", "HS256", "PS256", "ES256", "rs256", "RS256\n"} {
		f.Add(alg, []byte("a"), sign(f, jose.RS256, []byte("a"), private))
	}
	unpinned := parsed(f, jwk(public, members{"alg": absent}))
	keys := map[jose.Algorithm]jose.Key{
		jose.RS256: parsed(f, jwk(public, nil)),
		jose.RS384: parsed(f, jwk(public, members{"alg": "RS384"})),
		jose.RS512: parsed(f, jwk(public, members{"alg": "RS512"})),
	}
	f.Fuzz(func(t *testing.T, name string, signed, signature []byte) {
		alg := jose.Algorithm(name)
		want := standard(alg, public, signed, signature)
		err := unpinned.Verify(alg, signed, signature)
		if (err == nil) != want {
			t.Fatalf("%q: Verify says %v, crypto/rsa says %v", alg, err, want)
		}
		if _, known := keys[alg]; !known && !errors.Is(err, jose.ErrAlgorithmPinned) || known && err != nil && !errors.Is(err, jose.ErrSignature) {
			t.Fatalf("%q: Verify: %v", alg, err)
		}
		for pinned, key := range keys {
			if got := key.Verify(alg, signed, signature) == nil; got != (want && alg == pinned) {
				t.Fatalf("%q with a key for %s: %v, crypto/rsa says %v", alg, pinned, got, want)
			}
		}
		if (jose.Key{}).Verify(alg, signed, signature) == nil {
			t.Fatal("the zero key verified something")
		}
	})
}

// FuzzSplit holds Split against the plain way to take a token apart, and against its own promise that a token has one spelling.
func FuzzSplit(f *testing.F) {
	signature := sign(f, jose.RS256, []byte("x"), privateKeys()[0])
	for _, header := range []string{
		`{"alg":"RS256","kid":"ins_1","typ":"JWT"}`, `{}`, `[]`, `null`, ` null`, `{"alg":"RS256","alg":"RS256"}`, `{"crit":[]}`, `{"b64":true}`,
		"{\"\\u0061lg\":\"none\",\"alg\":1}", `{"kid":"` + strings.Repeat("k", 65) + `"}`, `{"Alg":"RS256"}`, "{\"a\":\"\xff\",\"\xff\":1,\"\xfe\":2}",
	} {
		f.Add(b64([]byte(header)) + "." + plainPayload + "." + b64(signature))
	}
	for _, token := range []string{
		plainToken, "", ".", "..", "...", plainToken + "\n", plainToken + "=", plainHeader + "=." + plainPayload + ".", plainHeader + ".e31.AA",
		plainHeader + "." + b64([]byte("null")) + ".AA", plainHeader + "." + b64([]byte(`{"a":1}`)) + ".AB", plainHeader + ".\r\n" + plainPayload + ".AA",
		`{"payload":"e30"}`, plainToken + ".AA.AA", "é.é.é", "\x00.\x00.\x00",
	} {
		f.Add(token)
	}
	plain, err := jose.Split(plainToken)
	if err != nil {
		f.Fatal(err)
	}
	var headers jose.Headers
	headers.Keep(plain)
	f.Fuzz(func(t *testing.T, token string) {
		got, err := jose.Split(token)
		sameAs(t, &headers, token, got, err)
		want := plainSplit(token)
		if (err == nil) != (want != nil) || (err == nil) != (got != nil) {
			t.Fatalf("Split(%q) = %v, %v; the plain way takes it apart: %v", token, got, err, want != nil)
		}
		if err != nil {
			return
		}
		if got.Claims.Text() != string(want[1]) || !bytes.Equal(got.Signature, want[2]) || got.Header != plainHeaderOf(want[0]) {
			t.Fatalf("Split(%q) = %+v, want %q", token, got, want)
		}
		if again := string(got.SigningInput) + "." + b64(got.Signature); again != token {
			t.Fatalf("the parts of %q make %q", token, again)
		}
		if again := b64(want[0]) + "." + b64([]byte(got.Claims.Text())); again != string(got.SigningInput) {
			t.Fatalf("the signing input of %q is %q", token, got.SigningInput)
		}
	})
}

// sameAs fails the test unless a token is taken apart as usual where another header is known, and where its own is.
func sameAs(t *testing.T, others *jose.Headers, token string, want *jose.Compact, wantErr error) {
	t.Helper()
	var own jose.Headers
	if want != nil {
		own.Keep(want)
	}
	for _, headers := range []*jose.Headers{others, &own} {
		got, err := headers.Split(token)
		if !errors.Is(err, wantErr) || !reflect.DeepEqual(got, want) {
			t.Fatalf("with a known header %q is %+v (%v), and else %+v (%v)", token, got, err, want, wantErr)
		}
	}
}

// plainSplit is Split without care for speed and without reasons: the three decoded parts, or nil.
func plainSplit(token string) [][]byte {
	texts := strings.Split(token, ".")
	if len(token) > jose.MaxTokenSize || len(texts) != 3 || strings.ContainsAny(token, "\r\n") {
		return nil
	}
	var parts [][]byte
	for _, text := range texts {
		part, err := base64.RawURLEncoding.Strict().DecodeString(text)
		if err != nil {
			return nil
		}
		parts = append(parts, part)
	}
	for _, part := range parts[:2] {
		if !json.Valid(part) || strings.Trim(string(part), " \t\r\n") == "null" {
			return nil
		}
	}
	seen := map[string]bool{}
	for _, name := range plainNames(parts[0]) {
		if seen[name] || name == "crit" || name == "b64" {
			return nil
		}
		seen[name] = true
	}
	return parts
}

// plainNames are the names of the members of a JSON object, each as often as it stands there.
func plainNames(object []byte) (names []string) {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if opening, err := decoder.Token(); err != nil || opening != json.Delim('{') {
		return nil
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return names
		}
		names = append(names, name.(string))
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return names
		}
	}
	return names
}

func plainHeaderOf(object []byte) (h jose.Header) {
	var all map[string]any
	if json.Unmarshal(object, &all) != nil {
		return h
	}
	if alg, ok := all["alg"].(string); ok && (alg == "RS256" || alg == "RS384" || alg == "RS512") {
		h.Algorithm = jose.Algorithm(alg)
	}
	if kid, ok := all["kid"].(string); ok && len(kid) <= jose.MaxKeyIDSize {
		h.KeyID = kid
	}
	for name, member := range map[string]*jose.Member{"typ": &h.Type, "cat": &h.Category} {
		if value, present := all[name]; present {
			member.Present = true
			member.Text, _ = value.(string)
		}
	}
	return h
}

// FuzzParseSet checks that whatever a server answers, each key that is taken has the modulus and the exponent that the answer
// says, is strong enough, and can be used.
func FuzzParseSet(f *testing.F) {
	public := &privateKeys()[0].PublicKey
	good := jwk(public, nil)
	for _, body := range []string{
		set(), set(good), set(good, jwk(public, members{"kid": "ins_2", "alg": absent})), set(`{"kty":"EC"}`, good), set(`1`, `null`, `[]`, `{}`),
		`{"keys":null}`, `{"Keys":[` + good + `]}`, `{"keys":[],"keys":[` + good + `]}`, `null`, ``, good, `[` + good + `]`,
		set(jwk(public, members{"d": "AQAB"})), set(jwk(public, members{"e": "AQAAAAAAAQAB"})), set(jwk(public, members{"e": "Ag"})),
		set(jwk(public, members{"n": "AQAB"})), set(jwk(public, members{"kty": absent, "Kty": "RSA"})), set(jwk(public, members{"x5c": []string{"AA"}})),
		set(jwk(public, members{"key_ops": []string{"verify"}, "use": nil})), set(jwk(public, members{"n": b64(odd(9000).Bytes())})),
		set(good[:len(good)-1] + `,"n":"AQAB"}`), set(good[:len(good)-1] + `,"kid":"ins_2"}`),
	} {
		f.Add([]byte(body))
	}
	junk := make([]byte, 256)
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := jose.ParseSet(body)
		if err != nil {
			if len(got.Keys)+len(got.Skipped) != 0 {
				t.Fatalf("ParseSet = %v with %v", got, err)
			}
			return
		}
		var doc map[string]json.RawMessage
		var listed []json.RawMessage
		if json.Unmarshal(body, &doc) != nil || json.Unmarshal(doc["keys"], &listed) != nil {
			t.Fatalf("ParseSet took what is no set: %q", body)
		}
		if len(got.Keys)+len(got.Skipped) != len(listed) || len(listed) > 64 {
			t.Fatalf("%d keys taken and %d left out of %d", len(got.Keys), len(got.Skipped), len(listed))
		}
		at := 0
		for _, key := range got.Keys {
			for at < len(listed) && !key.Equal(plainKey(listed[at])) {
				at++
			}
			if at == len(listed) {
				t.Fatalf("a key of %q is none of those listed", body)
			}
			at++
			if key.IsZero() || key.ID() == "" || len(key.ID()) > jose.MaxKeyIDSize {
				t.Fatalf("the key %+v was taken", key)
			}
			if key.Verify(jose.RS256, nil, junk) == nil {
				t.Fatal("zeros are a signature")
			}
		}
	})
}

// plainKey reads the two numbers of a JWK and hands them on as a PEM, or returns the zero key.
func plainKey(member []byte) jose.Key {
	var all map[string]any
	if json.Unmarshal(member, &all) != nil {
		return jose.Key{}
	}
	var numbers [2]*big.Int
	for i, name := range []string{"n", "e"} {
		text, _ := all[name].(string)
		// Some servers write the standard alphabet, and padding.
		text = strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(text)
		decoded, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			return jose.Key{}
		}
		numbers[i] = new(big.Int).SetBytes(decoded)
	}
	if !numbers[1].IsInt64() {
		return jose.Key{}
	}
	der, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: numbers[0], E: int(numbers[1].Int64())})
	if err != nil {
		return jose.Key{}
	}
	key, _ := jose.ParsePEM(block("PUBLIC KEY", der))
	return key
}

// FuzzParsePEM checks that a text which is taken for a key is taken for the same key when it is spelled a little differently,
// and that the key can be used.
func FuzzParsePEM(f *testing.F) {
	good := pkix(f, &privateKeys()[0].PublicKey)
	bare := strings.Join(strings.Split(strings.TrimSpace(good), "\n")[1:], "")
	for _, text := range []string{
		good, strings.ReplaceAll(good, "\n", ""), strings.ReplaceAll(good, "\n", "\r\n"), bare, strings.TrimSuffix(bare, "-----END PUBLIC KEY-----"),
		"", "-----BEGIN PUBLIC KEY-----", "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----", "AAAA", good + good, "x" + good,
		strings.Replace(good, "\n", "\nProc-Type: 4\n\n", 1), pkix(f, &rsa.PublicKey{N: odd(2048), E: 3}), pkix(f, &rsa.PublicKey{N: odd(1024), E: 3}),
		block("CERTIFICATE", []byte("x")), block("PUBLIC KEY", []byte("x")),
	} {
		f.Add(text)
	}
	junk := make([]byte, 256)
	f.Fuzz(func(t *testing.T, text string) {
		key, err := jose.ParsePEM(text)
		if err != nil {
			if !key.IsZero() {
				t.Fatalf("ParsePEM(%q) = %v with %v", text, key, err)
			}
			return
		}
		if key.IsZero() || key.ID() != "" {
			t.Fatalf("ParsePEM(%q) = %+v", text, key)
		}
		if err := key.Verify(jose.RS256, nil, junk); !errors.Is(err, jose.ErrSignature) {
			t.Fatalf("zeros are a signature, or worse: %v", err)
		}
		if err := key.Verify(jose.RS384, nil, junk); !errors.Is(err, jose.ErrAlgorithmPinned) {
			t.Fatalf("the key is not for RS256: %v", err)
		}
		spellings := []string{strings.TrimSpace(text), text + "\n", "\r\n " + text}
		if !strings.Contains(text, "\r") {
			spellings = append(spellings, strings.ReplaceAll(text, "\n", "\r\n"))
		}
		for _, same := range spellings {
			if again, err := jose.ParsePEM(same); err != nil || !again.Equal(key) {
				t.Fatalf("ParsePEM(%q) is a key, ParsePEM(%q) = %v, %v", text, same, again, err)
			}
		}
	})
}
