package backendapi

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
)

func TestWhatIsRefusedOfJWTTemplates(t *testing.T) {
	b := newBench(t)
	id := b.make(t, "POST /jwt_templates", `{"name":"supabase","claims":{}}`)
	b.make(t, "POST /jwt_templates", `{"name":"other","claims":{}}`)
	templates := "POST /jwt_templates"
	b.refusals(t, []refusalRow{
		{templates, `{}`, 422, "form_param_missing(claims) form_param_missing(name)"},
		{templates, `{"name":"a b","claims":{}}`, 422, "form_param_format_invalid(name)"},
		{templates, `{"name":"supabase","claims":{}}`, 422, "form_identifier_exists(name)"},
		{templates, `{"name":"x","claims":[]}`, 422, "form_param_value_invalid(claims)"},
		{templates, `{"name":"x","claims":{"sub":"user_x"}}`, 422, "form_param_value_invalid(claims)"},
		{templates, `{"name":"x","claims":{},"lifetime":29}`, 422, "form_param_value_invalid(lifetime)"},
		{templates, `{"name":"x","claims":{},"lifetime":null}`, 200, ""},
		{templates, `{"name":"y","claims":{},"allowed_clock_skew":301}`, 422, "form_param_value_invalid(allowed_clock_skew)"},
		{templates, `{"name":"y","claims":{},"custom_signing_key":true}`, 422, "form_param_missing(signing_algorithm)"},
		{templates, `{"name":"y","claims":{},"custom_signing_key":true,"signing_algorithm":"none"}`, 422, "form_param_value_invalid(signing_algorithm)"},
		{templates, `{"name":"y","claims":{},"custom_signing_key":true,"signing_algorithm":"HS256"}`, 422, "form_param_missing(signing_key)"},
		{templates, `{"name":"y","claims":{},"custom_signing_key":true,"signing_algorithm":"RS256","signing_key":"x"}`, 422, "form_param_value_invalid(signing_key)"},
		{"PATCH /jwt_templates/" + id, `{"claims":{}}`, 422, "form_param_missing(name)"},
		{"PATCH /jwt_templates/" + id, `{"name":"other","claims":{}}`, 422, "form_identifier_exists(name)"},
		{"PATCH /jwt_templates/jtmp_x", `{"name":"z","claims":{}}`, 404, "resource_not_found"},
		{"DELETE /jwt_templates/jtmp_x", ``, 404, "resource_not_found"},
	})
}

// mint makes a token by a template, and returns its header and claims.
func (b *bench) mint(t *testing.T, name string, bearer Bearer, seconds int64) (header, claims map[string]any) {
	t.Helper()
	var token string
	var err error
	b.w.View(func() { token, err = b.api.MintTemplate(name, bearer, seconds) })
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(token, ".")
	for i, into := range []*map[string]any{&header, &claims} {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil || json.Unmarshal(text, into) != nil {
			t.Fatalf("%s is no token", token)
		}
	}
	return header, claims
}

// everything has a shortcode of each kind.
const everything = `{
	"aud": "service", "id": "{{user.id}}", "email": "{{user.primary_email_address}}", "verified": "{{user.email_verified}}",
	"name": "{{user.first_name}} <{{user.username}}>", "plan": "{{user.public_metadata.plan.name}}", "all": "{{user.public_metadata}}",
	"first": "{{user.last_name || user.username || 'nobody'}}", "none": "{{user.last_name || 'nobody'}}", "number": "{{user.x || 42}}",
	"missing": "{{user.phone.number.x}}", "private": "{{user.private_metadata.secret}}", "list": ["{{org.slug}}", 1],
	"org": {"role": "{{org.role}}", "can": "{{org_membership.permissions}}"}, "acting": "{{session.actor.sub}}", "odd": "{{ user.id }} {{"
}`

func TestShortcodesOfJWTTemplates(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"email_address":["ada@example.com"],"username":"ada","first_name":"Ada",
		"public_metadata":{"plan":{"name":"gold"}},"private_metadata":{"secret":"x"}}`)
	acme := b.make(t, "POST /organizations", `{"name":"Acme","slug":"acme","created_by":"`+ada+`"}`)
	b.make(t, "POST /jwt_templates", `{"name":"all","claims":`+everything+`,"lifetime":120,"allowed_clock_skew":7}`)
	header, claims := b.mint(t, "all", Bearer{UserID: ada, OrgID: acme, SessionID: "sess_1", Actor: map[string]any{"sub": "user_support"}, Party: "https://a.example"}, 0)
	if header["cat"] != categoryTemplate || header["typ"] != "JWT" {
		t.Errorf("the header is %v", header)
	}
	organization, _ := claims["org"].(map[string]any)
	if can, _ := organization["can"].([]any); len(can) == 0 {
		t.Errorf("there are no permissions in %v", organization)
	}
	for name, want := range map[string]string{
		"id": `"` + ada + `"`, "email": `"ada@example.com"`, "verified": `true`, "name": `"Ada \u003cada\u003e"`, "plan": `"gold"`, "aud": `"service"`,
		"all": `{"plan":{"name":"gold"}}`, "first": `"ada"`, "none": `"nobody"`, "number": `42`, "missing": `null`, "private": `null`,
		"list": `["acme",1]`, "acting": `"user_support"`, "odd": `"` + ada + ` {{"`,
		"sub": `"` + ada + `"`, "iss": `"https://clerk.example.com"`, "azp": `"https://a.example"`,
	} {
		if got, _ := json.Marshal(claims[name]); string(got) != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	now := float64(moment.Unix())
	if claims["iat"] != now || claims["nbf"] != now-7 || claims["exp"] != now+120 {
		t.Errorf("it is valid from %v to %v", claims["nbf"], claims["exp"])
	}
	if _, claims := b.mint(t, "all", Bearer{UserID: ada}, 30); claims["exp"] != now+30 || claims["azp"] != nil || claims["acting"] != nil {
		t.Errorf("without a session it is %v", claims)
	}
	b.w.View(func() {
		if token, err := b.api.MintTemplate("lost", Bearer{UserID: ada}, 0); err == nil {
			t.Errorf("a template that is not there makes %s", token)
		}
	})
}

func TestAJWTTemplateSignsWithItsOwnKey(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
	params := func(alg string) string {
		return `{"name":"` + alg + `","claims":{},"custom_signing_key":true,"signing_algorithm":"` + alg + `","signing_key":` + string(text) + `}`
	}
	made := b.ask("POST /jwt_templates", params("ES256"))
	if !made.flag("custom_signing_key") || strings.Contains(made.body, "PRIVATE") || made.text("signing_algorithm") != "ES256" {
		t.Errorf("it is made as %s", made.body)
	}
	b.refusals(t, []refusalRow{
		{"POST /jwt_templates", params("ES384"), 422, "form_param_value_invalid(signing_key)"},
		{"POST /jwt_templates", params("RS256"), 422, "form_param_value_invalid(signing_key)"},
	})
	var token string
	b.w.View(func() { token, err = b.api.MintTemplate("ES256", Bearer{UserID: ada}, 0) })
	if err != nil {
		t.Fatal(err)
	}
	at := strings.LastIndex(token, ".")
	signature, err := base64.RawURLEncoding.DecodeString(token[at+1:])
	sum := sha256.Sum256([]byte(token[:at]))
	if err != nil || len(signature) != 64 ||
		!ecdsa.Verify(&private.PublicKey, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Errorf("the signature of %s does not verify", token)
	}
	b.ask("PATCH /jwt_templates/"+made.id(), `{"name":"ES256","claims":{},"custom_signing_key":false}`)
	if header, _ := b.mint(t, "ES256", Bearer{UserID: ada}, 0); header["alg"] != "HS256" {
		t.Errorf("without its own key it is signed with %v", header["alg"]) // the instance of a bench has HS256
	}
}
