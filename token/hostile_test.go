package token_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
)

// A hostileToken is one that must be refused, with the reason that it must be refused for.
type hostileToken struct {
	name string
	text string
	want clerk.Reason
}

// hostileTokens is the table of what an attacker, a broken proxy or a tired developer may send instead of a token. The
// verifier that they are sent to limits the authorized parties.
func hostileTokens(tb testing.TB, k kit) []hostileToken {
	tb.Helper()
	var rows []hostileToken
	add := func(want clerk.Reason, name, text string) { rows = append(rows, hostileToken{name, text, want}) }
	good := k.sign(tb, k.header(), k.claims())
	parts := strings.Split(good, ".")
	head, body, sig := parts[0], parts[1], parts[2]

	hostileForms(add, good, head, body, sig)
	hostileHeaders(tb, k, add)
	hostileSignatures(tb, k, add, good)
	hostileClaims(tb, k, add)
	return rows
}

type adder func(want clerk.Reason, name, text string)

func hostileForms(add adder, good, head, body, sig string) {
	const invalid = clerk.ReasonTokenInvalid
	for name, text := range map[string]string{
		"nothing but a dot": ".", "two dots": "..", "three dots": "...", "one part": head, "two parts": head + "." + body,
		"four parts": good + "." + sig, "five parts, like a JWE": good + ".a.b", "a dot before": "." + good, "a dot behind": good + ".",
		"a space before": " " + good, "a space behind": good + " ", "a space inside": head + ". " + body + "." + sig,
		"a newline behind": good + "\n", "a newline inside": head + "." + body[:9] + "\n" + body[9:] + "." + sig, "CRLF behind": good + "\r\n",
		"a tab inside": head + "\t." + body + "." + sig, "NUL before": "\x00" + good, "NUL inside": head + "." + body + "\x00." + sig, "NUL behind": good + "\x00",
		"invalid UTF-8": "\xff\xfe" + good, "invalid UTF-8 in the payload": head + ".\xc3\x28." + sig, "an overlong slash": head + ".\xc0\xaf." + sig,
		"a byte order mark": "\ufeff" + good, "a zero-width space": head + ".\u200b" + body + "." + sig, "fullwidth dots": strings.ReplaceAll(good, ".", "\uff0e"),
		"the standard alphabet, plus": head + ".+" + body[1:] + "." + sig, "the standard alphabet, slash": head + "./" + body[1:] + "." + sig,
		"quoted": `"` + good + `"`, "single-quoted": "'" + good + "'", "in angle brackets": "<" + good + ">", "percent-encoded": strings.ReplaceAll(good, ".", "%2E"),
		"a comma list": good + "," + good, "a semicolon list": good + ";" + good, "with its scheme inside": "Bearer" + good, "a cookie": "__session=" + good,
		"flattened JSON":  `{"payload":"` + body + `","protected":"` + head + `","signature":"` + sig + `"}`,
		"general JSON":    `{"payload":"` + body + `","signatures":[{"protected":"` + head + `","signature":"` + sig + `"}]}`,
		"an empty header": "." + body + "." + sig, "an empty payload": head + ".." + sig, "padding inside a part": head + ".ab=c." + sig,
		"stray bits at the end of the header": head + "A." + body + "." + sig,
		"a header of one character":           "e." + body + "." + sig, "a payload of one character": head + ".e." + sig,
		"an API key": "ak_live_0123456789", "a machine token": "mt_0123456789", "an OAuth token": "oat_0123456789", "a secret key": "sk_live_0123456789", "a publishable key": "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k",
		"the word null": "null", "the word undefined": "undefined", "[object Object]": "[object Object]", "a URL": "https://clerk.example.com/v1/jwks", "a path": "../../etc/passwd", "SQL": "' OR 1=1 --", "a template": "{{7*7}}", "a format string": "%s%n%x",
		"a kilobyte of letters": strings.Repeat("x", 1<<10), "a kilobyte of dots": strings.Repeat(".", 1<<10), "1 MiB of letters": strings.Repeat("x", 1<<20), "1 MiB of dots": strings.Repeat(".", 1<<20), "a good token and 16 KiB": good + strings.Repeat("A", 16<<10),
	} {
		add(invalid, name, text)
	}
	for name, text := range map[string]string{
		"padding behind the header": head + "=." + body + "." + sig, "padding behind the payload": head + "." + body + "==." + sig,
		"padding behind the signature": good + "==", "padding behind every part": head + "=." + body + "=." + sig + "=",
	} {
		add(clerk.ReasonTokenInvalidSignature, name, text)
	}
}

func hostileHeaders(tb testing.TB, k kit, add adder) {
	tb.Helper()
	claims := k.claims()
	for _, alg := range []any{"none", "None", "NONE", "nOnE", "", " RS256", "RS256 ", "rs256", "Rs256", "RSA256", "RS1", "RS255", "HS256", "HS384", "HS512", "ES256", "ES384", "ES512", "ES256K", "PS256", "PS384", "PS512", "EdDSA", "RSA-OAEP", "dir", "__proto__", "constructor", "RS256\x00", nil, true, 256, 1.5, []string{"RS256"}, members{"RS256": 1}, strings.Repeat("R", 4000)} {
		add(clerk.ReasonTokenInvalidAlgorithm, fmt.Sprintf("alg is %.20q", fmt.Sprint(alg)), k.sign(tb, k.header().with(members{"alg": alg}), claims))
	}
	add(clerk.ReasonTokenInvalidAlgorithm, "alg is absent", k.sign(tb, k.header().with(members{"alg": absent}), claims))
	for _, name := range []string{"Alg", "ALG", "aLg"} {
		add(clerk.ReasonTokenInvalidAlgorithm, "alg is spelled "+name, k.sign(tb, k.header().with(members{"alg": absent, name: "RS256"}), claims))
	}
	for _, alg := range []string{"RS384", "RS512"} {
		add(clerk.ReasonTokenVerificationFailed, "the key is for RS256 and alg is "+alg, k.signWith(tb, k.key, jose.Algorithm(alg), k.header().with(members{"alg": alg}), claims))
	}
	for _, typ := range []any{"jwt", "Jwt", "JWT ", "JWS", "JOSE", "", "application/jwt", "dpop+jwt", nil, 1, true, []string{"JWT"}, members{}} {
		add(clerk.ReasonTokenInvalid, fmt.Sprintf("typ is %q", fmt.Sprint(typ)), k.sign(tb, k.header().with(members{"typ": typ}), claims))
	}
	for _, cat := range []any{"cl_B7d4PD222AAA", "cl_B7d4PD333AAA", "cl_b7d4pd111aaa", "cl_B7d4PD111AAA ", "", nil, 1, false, []string{"cl_B7d4PD111AAA"}} {
		add(clerk.ReasonTokenTypeMismatch, fmt.Sprintf("cat is %q", fmt.Sprint(cat)), k.sign(tb, k.header().with(members{"cat": cat}), claims))
	}
	for name, change := range map[string]members{
		"crit": {"crit": []string{"exp"}}, "crit and b64": {"crit": []string{"b64"}, "b64": false}, "b64": {"b64": true}, "empty crit": {"crit": []string{}},
	} {
		add(clerk.ReasonTokenInvalid, "the header asks for "+name, k.sign(tb, k.header().with(change), claims))
	}
	for name, header := range map[string]string{
		"null": `null`, "not JSON": `{alg`, "JSON and a letter": `{"alg":"RS256","typ":"JWT","kid":"ins_1"}x`, "two objects": `{}{}`, "empty text": "",
		"alg twice": `{"alg":"none","typ":"JWT","kid":"ins_1","alg":"RS256"}`, "alg twice, once escaped": "{\"alg\":\"RS256\",\"kid\":\"ins_1\",\"\\u0061lg\":\"none\"}",
		"kid twice": `{"alg":"RS256","kid":"a","kid":"ins_1"}`, "a lone quote": `"`, "a comment": `{"alg":"RS256"/*x*/}`, "single quotes": `{'alg':'RS256'}`, "a trailing comma": `{"alg":"RS256",}`,
		"nested too deep": strings.Repeat(`{"a":`, 10001), "NaN": `{"alg":NaN}`, "a control character": "{\"alg\":\"RS\x01256\"}",
	} {
		add(clerk.ReasonTokenInvalid, "the header is "+name, k.sign(tb, header, claims))
	}
	for name, header := range map[string]string{"a list": `[]`, "a number": `5`, "a string": `"RS256"`, "an empty object": `{}`, "a list of a header": `[{"alg":"RS256","typ":"JWT","kid":"ins_1"}]`} {
		add(clerk.ReasonTokenInvalidAlgorithm, "the header is "+name, k.sign(tb, header, claims))
	}
}

func hostileSignatures(tb testing.TB, k kit, add adder, good string) {
	tb.Helper()
	const forged = clerk.ReasonTokenInvalidSignature
	dot := strings.LastIndexByte(good, '.')
	input, sig := good[:dot], good[dot+1:]
	raw, err := base64.RawURLEncoding.DecodeString(sig)
	if err != nil {
		tb.Fatal(err)
	}
	spelled := func(b []byte) string { return input + "." + base64.RawURLEncoding.EncodeToString(b) }
	for _, bit := range []int{0, 1, 7, 100, 1023, 2040, 2047} {
		flipped := slices.Clone(raw)
		flipped[bit/8] ^= 1 << (bit % 8)
		add(forged, fmt.Sprintf("bit %d of the signature is flipped", bit), spelled(flipped))
	}
	add(forged, "no signature", input+".")
	add(forged, "a signature of zeros", spelled(make([]byte, len(raw))))
	add(forged, "a signature of ones", spelled([]byte(strings.Repeat("\xff", len(raw)))))
	add(forged, "a signature that is too short", spelled(raw[1:]))
	add(forged, "a signature that is too long", spelled(append([]byte{0}, raw...)))
	add(forged, "a signature with bytes behind", spelled(append(slices.Clone(raw), 1)))
	add(forged, "the signature of another token", input+k.sign(tb, k.header(), k.claims().with(members{"sub": "user_2"}))[dot:])
	add(forged, "another user under an old signature", strings.Split(good, ".")[0]+"."+encode(tb, k.claims().with(members{"sub": "user_admin"}))+"."+sig)
	add(forged, "another header under an old signature", encode(tb, k.header().with(members{"x": 1}))+good[strings.IndexByte(good, '.'):])
	add(forged, "signed by a stranger", k.signWith(tb, k.stranger, jose.RS256, k.header(), k.claims()))
	add(forged, "signed with SHA-512 and called RS256", k.signWith(tb, k.key, jose.RS512, k.header(), k.claims()))
	for name, extra := range map[string]members{
		"jwk": {"jwk": members{"kty": "RSA", "e": "AQAB", "n": base64.RawURLEncoding.EncodeToString(k.stranger.N.Bytes())}},
		"jku": {"jku": "http://127.0.0.1:9/jwks.json"}, "x5u": {"x5u": "http://127.0.0.1:9/cert.pem"}, "x5c": {"x5c": []string{"AAAA"}},
		"a kid that is a path": {"kid": "../../dev/null"}, "a kid that is SQL": {"kid": "' UNION SELECT 'k"}, "no kid": {"kid": absent}, "a kid of 1,000 characters": {"kid": strings.Repeat("k", 1000)},
	} {
		add(forged, "signed by a stranger whose header offers "+name, k.signWith(tb, k.stranger, jose.RS256, k.header().with(extra), k.claims()))
	}
	for alg, newHash := range map[string]func() hash.Hash{"HS256": sha256.New, "HS384": sha512.New384, "HS512": sha512.New} {
		for name, secret := range map[string][]byte{"the public key": []byte(k.pem(tb)), "the modulus": k.key.N.Bytes(), "nothing": {}} {
			hashed := encode(tb, k.header().with(members{"alg": alg})) + "." + encode(tb, k.claims())
			mac := hmac.New(newHash, secret)
			mac.Write([]byte(hashed))
			add(clerk.ReasonTokenInvalidAlgorithm, alg+" with "+name+" as secret", hashed+"."+base64.RawURLEncoding.EncodeToString(mac.Sum(nil)))
		}
	}
}

func hostileClaims(tb testing.TB, k kit, add adder) {
	tb.Helper()
	const failed = clerk.ReasonTokenVerificationFailed
	sign := func(claims any) string { return k.sign(tb, k.header(), claims) }
	for _, claim := range []string{"sub", "exp"} {
		add(failed, claim+" is absent", sign(k.claims().with(members{claim: absent})))
		for _, name := range []string{strings.ToUpper(claim), strings.ToUpper(claim[:1]) + claim[1:]} {
			add(failed, claim+" is spelled "+name, sign(k.claims().with(members{claim: absent, name: k.claims()[claim]})))
		}
	}
	for _, value := range []any{"", nil, 5, 0, true, []string{"user_1"}, members{"id": "user_1"}} {
		add(failed, fmt.Sprintf("sub is %#v", value), sign(k.claims().with(members{"sub": value})))
	}
	for _, claim := range []string{"exp", "nbf", "iat"} {
		for _, value := range []any{nil, "1767225660", true, []int{1767225660}, members{}, 1e20, 1e300, -1e300} {
			add(failed, fmt.Sprintf("%s is %#v", claim, value), sign(k.claims().with(members{claim: value})))
		}
	}
	add(clerk.ReasonTokenExpired, "exp is 0", sign(k.claims().with(members{"exp": 0})))
	add(clerk.ReasonTokenExpired, "exp is negative", sign(k.claims().with(members{"exp": -1})))
	add(clerk.ReasonTokenExpired, "exp is in milliseconds of long ago", sign(k.claims().with(members{"exp": 1767225})))
	add(clerk.ReasonTokenInvalidAuthorizedParties, "azp is absent", sign(k.claims().with(members{"azp": absent})))
	add(clerk.ReasonTokenInvalidAuthorizedParties, "azp is spelled Azp", sign(k.claims().with(members{"azp": absent, "Azp": "https://app.example.com"})))
	add(clerk.ReasonTokenInvalidIssuer, "iss is spelled ISS", sign(k.claims().with(members{"iss": absent, "ISS": issuer})))

	text, err := json.Marshal(k.claims())
	if err != nil {
		tb.Fatal(err)
	}
	inner := strings.TrimSuffix(string(text), "}")
	for name, payload := range map[string]string{
		"sub twice": inner + `,"sub":"user_admin"}`, "sub twice, once escaped": inner + ",\"\\u0073ub\":\"user_admin\"}", "exp twice": inner + `,"exp":9999999999}`, "a custom claim twice": inner + `,"a":1,"a":1}`,
		"not JSON": `{not json`, "JSON and a letter": string(text) + "x", "two objects": string(text) + string(text), "null": "null", " null with spaces": "  null ",
		"NaN inside": inner + `,"x":NaN}`, "cut short": inner, "nested too deep": inner + `,"x":` + strings.Repeat("[", 10001) + strings.Repeat("]", 10001) + "}",
		"a bare word": "user_1", "NUL": "\x00", "a control character": inner + ",\"x\":\"\x01\"}",
	} {
		add(clerk.ReasonTokenInvalid, "the payload is "+name, sign(payload))
	}
	for name, payload := range map[string]string{"an empty object": `{}`, "a list": `[]`, "a list of claims": "[" + string(text) + "]", "a number": "5", "a string": `"user_1"`, "true": "true", "deep but legal": `{"x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "}"} {
		add(failed, "the payload is "+name, sign(payload))
	}
}

func TestHostileTokens(t *testing.T) {
	k := newKit(t)
	verifier := k.verifier(t, func(o *clerk.Options) { o.AuthorizedParties = []string{"https://app.example.com"} })
	rows := hostileTokens(t, k)
	if len(rows) < 200 {
		t.Fatalf("the table has %d rows; it should have at least 200", len(rows))
	}
	t.Logf("%d hostile tokens", len(rows))
	seen := map[clerk.Reason]int{}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			auth, err := verifier.Session(context.Background(), row.text)
			if auth != nil || err == nil {
				t.Fatalf("was accepted as %v", auth)
			}
			if got := reasonOf(t, err); got != row.want {
				t.Errorf("reason %q, want %q (%v)", got, row.want, err)
			}
			if len(row.text) > 20 && strings.Contains(err.Error(), row.text) {
				t.Error("the error quotes the token")
			}
		})
		seen[row.want]++
	}
	for _, reason := range slices.Sorted(maps.Keys(seen)) {
		t.Logf("%4d × %s", seen[reason], reason)
	}
}

func TestATokenWithoutKidNeedsAPEM(t *testing.T) {
	k := newKit(t)
	for _, kid := range []any{absent, "", nil, 5, strings.Repeat("k", 65)} {
		text := k.sign(t, k.header().with(members{"kid": kid}), k.claims())
		if _, err := k.verifier(t, nil).Session(context.Background(), text); err != nil {
			t.Errorf("kid %v beside a PEM: %v", kid, err)
		}
		verifier := k.fetchingVerifier(t)
		if _, err := verifier.Session(context.Background(), text); reasonOf(t, err) != clerk.ReasonJWKKidMismatch {
			t.Errorf("kid %v beside fetched keys: %v", kid, err)
		}
	}
}
