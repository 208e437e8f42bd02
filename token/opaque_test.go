package token_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

// opaque are the kinds that Clerk is asked about, with how their credentials begin and where Clerk is asked.
var opaque = []struct {
	kind         authobject.TokenKind
	prefix, path string
}{
	{authobject.APIKey, "ak_", "/api_keys/verify"},
	{authobject.M2MToken, "mt_", "/m2m_tokens/verify"},
	{authobject.OAuthToken, "oat_", "/oauth_applications/access_tokens/verify"},
}

func TestOpaqueCredentialsAreRead(t *testing.T) {
	k := newKit(t)
	api := newFakeAPI()
	m := k.machines(t, api, token.MachineOptions{}, nil)
	for _, row := range []struct {
		kind                                     authobject.TokenKind
		text, id, subject, user, machine, client string
		name, claims                             string
		scopes                                   []string
	}{
		{authobject.APIKey, "ak_good", "ak_id", "user_1", "user_1", "", "", "My key", `{"plan":"gold"}`, []string{"read"}},
		{authobject.M2MToken, "mt_good", "mt_id", "mch_1", "", "mch_1", "", "", `{"foo":"bar"}`, []string{"mch_2"}},
		{authobject.OAuthToken, "oat_good", "oat_id", "user_1", "user_1", "", "client_1", "", ``, []string{"email"}},
	} {
		for range 3 {
			auth, err := m.Verify(t.Context(), row.kind, row.text)
			if err != nil {
				t.Fatal(err)
			}
			for _, fact := range []struct{ what, got, want string }{
				{"id", auth.TokenID(), row.id}, {"subject", auth.Subject(), row.subject}, {"user", auth.UserID(), row.user}, {"machine", auth.MachineID(), row.machine},
				{"client", auth.ClientID(), row.client}, {"name", auth.Name(), row.name}, {"claims", string(auth.Claims().Raw()), row.claims}, {"token", auth.Token().Reveal(), row.text},
			} {
				if fact.got != fact.want {
					t.Errorf("%s: %s is %q, want %q", row.kind, fact.what, fact.got, fact.want)
				}
			}
			if !slices.Equal(auth.Scopes(), row.scopes) || !auth.IssuedAt().Equal(moment) || auth.IsSignedIn() {
				t.Errorf("%s: scopes %v, issued %v, signed in %v", row.kind, auth.Scopes(), auth.IssuedAt(), auth.IsSignedIn())
			}
		}
		if n := api.countOf(row.text); n != 1 {
			t.Errorf("Clerk was asked %d times about %s", n, row.kind)
		}
	}
}

func TestTheMachineKeyAsksAboutM2MTokens(t *testing.T) {
	k := newKit(t)
	api := newFakeAPI()
	m := k.machines(t, api, token.MachineOptions{}, func(o *clerk.Options) { o.MachineSecretKey = "ak_machine_key_0123456789" })
	for _, o := range opaque {
		if refused := asked(t, m, o.kind, o.prefix+"good"); refused != nil {
			t.Fatal(refused)
		}
	}
	want := []string{"Bearer sk_live_0123456789", "Bearer ak_machine_key_0123456789", "Bearer sk_live_0123456789"}
	if !slices.Equal(api.authority, want) {
		t.Errorf("the keys are %v", api.authority)
	}
}

// TestAnOpaqueOAuthTokenIsForAnAudience says that an OAuth token passes where it is meant for us, as one in the form of a JWT does:
// another service to which a user has granted the same must not be able to pass it on. The other kinds have no audience.
func TestAnOpaqueOAuthTokenIsForAnAudience(t *testing.T) {
	k := newKit(t)
	one := []string{"api", "web"}
	for _, row := range []struct {
		name     string
		audience []string
		aud      any
		want     clerk.Reason
	}{
		{"none is configured", nil, "else", ""},
		{"the token has none", one, absent, clerk.ReasonTokenVerificationFailed},
		{"null", one, nil, clerk.ReasonTokenVerificationFailed},
		{"another", one, "else", clerk.ReasonTokenVerificationFailed},
		{"others", one, []string{"else", "API"}, clerk.ReasonTokenVerificationFailed},
		{"an empty one", one, "", clerk.ReasonTokenVerificationFailed},
		{"an empty list", one, []string{}, clerk.ReasonTokenVerificationFailed},
		{"a number", one, 5, clerk.ReasonTokenVerificationFailed},
		{"ours among numbers", one, []any{"api", 5}, clerk.ReasonTokenVerificationFailed},
		{"ours", one, "api", ""},
		{"ours among others", one, []string{"else", "web"}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			api := newFakeAPI()
			api.set(func(path, _ string) reply { return reply{body: goodAnswer(path, members{"aud": row.aud})} })
			m := k.machines(t, api, token.MachineOptions{}, func(o *clerk.Options) { o.Audience = row.audience })
			for range 2 {
				refused := asked(t, m, authobject.OAuthToken, "oat_1")
				switch {
				case row.want == "" && refused != nil:
					t.Fatalf("refused: %v", refused)
				case row.want != "" && (refused == nil || refused.Reason != row.want || refused.Claim != "aud" || refused.Unavailable):
					t.Fatalf("decided %v", refused)
				}
			}
			if n := api.countOf("oat_1"); n != 1 {
				t.Errorf("Clerk was asked %d times", n)
			}
			for _, o := range opaque[:2] {
				if refused := asked(t, m, o.kind, o.prefix+"1"); refused != nil {
					t.Errorf("%s: %v", o.kind, refused)
				}
			}
		})
	}
}

// TestWhatClerkSays is the table from answers to decisions, the same for every kind.
func TestWhatClerkSays(t *testing.T) {
	k := newKit(t)
	good := func(change members) func(string) reply {
		return func(path string) reply { return reply{body: goodAnswer(path, change)} }
	}
	plain := func(r reply) func(string) reply { return func(string) reply { return r } }
	errorBody := `{"errors":[{"code":"x","message":"x","long_message":"x"}]}`
	inactive, invalid, unexpected, badKey := clerk.ReasonTokenInactive, clerk.ReasonTokenInvalid, clerk.ReasonUnexpectedError, clerk.ReasonSecretKeyInvalid
	for _, row := range []struct {
		name        string
		answer      func(path string) reply
		want        clerk.Reason
		unavailable time.Duration // after which to try again; zero: the credential is at fault
	}{
		{"a credential in good standing", good(nil), "", 0},
		{"one that expires in a minute", good(members{"expiration": moment.Add(time.Minute).UnixMilli()}), "", 0},
		{"claims that are null", good(members{"claims": nil}), "", 0},
		{"claims that are no object", good(members{"claims": []int{1}}), "", 0},
		{"no scopes", good(members{"scopes": nil}), "", 0},
		{"a subject of a new sort", good(members{"subject": "thing_1"}), "", 0},
		{"revoked", good(members{"revoked": true}), inactive, 0},
		{"expired", good(members{"expired": true}), inactive, 0},
		{"its time is over, whatever Clerk's clock says", good(members{"expiration": moment.UnixMilli()}), inactive, 0},
		{"a machine's credential that does not exist", plain(reply{status: 404, body: errorBody}), invalid, 0},
		{"a 404 that is not from Clerk", plain(reply{status: 404, body: "nope"}), invalid, time.Second},
		{"a 404 with a list of errors that is empty", plain(reply{status: 404, body: `{"errors":[]}`}), invalid, time.Second},
		{"a 404 of a gateway that speaks JSON", plain(reply{status: 404, body: `{"success":false,"errors":[{"code":7003,"message":"x"}]}`}), invalid, time.Second},
		{"a question that Clerk refuses", plain(reply{status: 400, body: errorBody}), unexpected, 0},
		{"a 400 that is not from Clerk", plain(reply{status: 400, body: "<html>"}), unexpected, time.Second},
		{"a 422 that is not from Clerk", plain(reply{status: 422}), unexpected, time.Second},
		{"what our machine may not see", plain(reply{status: 403, body: errorBody}), unexpected, time.Second},
		{"a firewall", plain(reply{status: 403, body: "<html>Attention Required!</html>"}), unexpected, time.Second},
		{"a method that is not allowed", plain(reply{status: 405, body: errorBody}), unexpected, time.Second},
		{"a question that is too large", plain(reply{status: 413, body: errorBody}), unexpected, time.Second},
		{"what a law forbids", plain(reply{status: 451}), unexpected, time.Second},
		{"a conflict", plain(reply{status: 409, body: errorBody}), unexpected, time.Second},
		{"gone", plain(reply{status: 410, body: errorBody}), unexpected, time.Second},
		{"a credential of the wrong form", plain(reply{status: 422, body: errorBody}), unexpected, 0},
		{"our key is wrong", plain(reply{status: 401, body: errorBody}), badKey, time.Second},
		{"our plan is too small", plain(reply{status: 402, body: errorBody}), unexpected, time.Second},
		{"our rate is too high", plain(reply{status: 429, body: errorBody, after: "7"}), unexpected, 7 * time.Second},
		{"our rate is too high, who knows for how long", plain(reply{status: 429}), unexpected, time.Second},
		{"a long block is looked at again in between", plain(reply{status: 429, after: "3600"}), unexpected, time.Minute},
		{"Clerk is being maintained", plain(reply{status: 503, after: "20"}), unexpected, 20 * time.Second},
		{"a gateway answers", plain(reply{status: 502, body: "<html>"}), unexpected, time.Second},
		{"an error of Clerk's", plain(reply{status: 500, body: errorBody}), unexpected, time.Second},
		{"a redirect", plain(reply{status: 302}), unexpected, time.Second},
		{"no body", plain(reply{status: 204}), unexpected, time.Second},
		{"not JSON", plain(reply{body: "hello"}), unexpected, time.Second},
		{"half an answer", plain(reply{body: `{"object":`}), unexpected, time.Second},
		{"an answer that names nobody", good(members{"subject": absent}), unexpected, time.Second},
		{"an answer that does not say whether it is revoked", good(members{"revoked": absent}), unexpected, time.Second},
		{"the connection breaks", plain(reply{drop: true}), unexpected, time.Second},
		{"the transport panics", plain(reply{panics: true}), unexpected, time.Second},
	} {
		for _, o := range opaque {
			t.Run(row.name+"/"+string(o.kind), func(t *testing.T) {
				api := newFakeAPI()
				api.set(func(path, _ string) reply { return row.answer(path) })
				refused := asked(t, k.machines(t, api, token.MachineOptions{}, nil), o.kind, o.prefix+"a_credential_nobody_may_see")
				switch {
				case (refused == nil) != (row.want == ""):
					t.Errorf("refused: %v, want %q", refused, row.want)
				case refused == nil:
				case refused.Reason != row.want || refused.RetryAfter != row.unavailable || refused.Kind != o.kind:
					t.Errorf("%v as %s, again after %v, want %q after %v", refused, refused.Kind, refused.RetryAfter, row.want, row.unavailable)
				}
				if api.count() != 1 {
					t.Errorf("%d questions", api.count())
				}
			})
		}
	}
	t.Run("an access token that is only known not to be active", func(t *testing.T) {
		api := newFakeAPI()
		api.always(reply{body: `{"active":false}`})
		if refused := asked(t, k.machines(t, api, token.MachineOptions{}, nil), authobject.OAuthToken, "oat_x"); refused == nil || refused.Reason != inactive {
			t.Errorf("got %v", refused)
		}
	})
}

func TestWhatClerkIsNotAskedAbout(t *testing.T) {
	k := newKit(t)
	api := newFakeAPI()
	m := k.machines(t, api, token.MachineOptions{}, nil)
	const mismatch, invalid = clerk.ReasonTokenTypeMismatch, clerk.ReasonTokenInvalid
	for _, row := range []struct {
		name   string
		kind   authobject.TokenKind
		text   string
		want   clerk.Reason
		asKind authobject.TokenKind
	}{
		{"an M2M token as an API key", authobject.APIKey, "mt_good", mismatch, authobject.APIKey},
		{"an API key as an OAuth token", authobject.OAuthToken, "ak_good", mismatch, authobject.OAuthToken},
		{"an API key as a session", authobject.SessionToken, "ak_good", mismatch, authobject.SessionToken},
		{"a text without a prefix", authobject.APIKey, "good", mismatch, authobject.APIKey},
		{"nothing", authobject.APIKey, "", mismatch, authobject.APIKey},
		{"a prefix in capitals", authobject.APIKey, "AK_good", mismatch, authobject.APIKey},
		{"an API key in the form of a JWT", authobject.APIKey, "ak_good.b.c", invalid, authobject.M2MToken},
		{"an OAuth token in the form of a JWT", authobject.OAuthToken, "oat_good.b.c", invalid, authobject.M2MToken},
		{"a key over 4 KiB", authobject.APIKey, "ak_good" + strings.Repeat("x", 4<<10), invalid, authobject.APIKey},
		{"a key with a space", authobject.APIKey, "ak_good x", invalid, authobject.APIKey},
		{"a key with a line break", authobject.APIKey, "ak_good\n", invalid, authobject.APIKey},
		{"a key with bytes that are no text", authobject.APIKey, "ak_good\xff", invalid, authobject.APIKey},
		{"a key outside ASCII", authobject.APIKey, "ak_goodé", invalid, authobject.APIKey},
	} {
		refused := asked(t, m, row.kind, row.text)
		if refused == nil || refused.Reason != row.want || refused.Kind != row.asKind || refused.Unavailable {
			t.Errorf("%s: got %v, want %q", row.name, refused, row.want)
		}
	}
	if api.count() != 0 {
		t.Errorf("Clerk was asked %d times", api.count())
	}
	if refused := asked(t, m, authobject.APIKey, "ak_a.good"); refused != nil {
		t.Errorf("a dot makes no JWT: %v", refused)
	}
}

// TestNoCredentialIsLogged holds the log of every fault against the credential that it happened with.
func TestNoCredentialIsLogged(t *testing.T) {
	k := newKit(t)
	const credential = "ak_a_credential_nobody_may_see"
	var log bytes.Buffer
	for _, answer := range []reply{{status: 401, body: `{"errors":[{"message":"CREDENTIAL"}]}`}, {status: 500, body: "CREDENTIAL"}, {body: "CREDENTIAL"}, {status: 429}} {
		api := newFakeAPI()
		api.set(func(_, credential string) reply {
			own := answer
			own.body = strings.ReplaceAll(own.body, "CREDENTIAL", credential)
			return own
		})
		m := k.machines(t, api, token.MachineOptions{}, func(o *clerk.Options) {
			o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		})
		for i := range 6 {
			refused := asked(t, m, authobject.APIKey, fmt.Sprint(credential, i))
			fmt.Fprintf(&log, "%+v", refused)
		}
	}
	text := log.String()
	for _, trace := range []string{"credential_nobody", base64.StdEncoding.EncodeToString([]byte(credential))[:20], "sk_live"} {
		if strings.Contains(text, trace) {
			t.Errorf("the log holds %q: %s", trace, text)
		}
	}
	if strings.Count(text, "level=WARN") != 4 {
		t.Errorf("each fault is to be logged once: %s", text)
	}
}

var _ http.RoundTripper = (*fakeAPI)(nil)

func TestAMachinesKeyIsNotEnoughForAPIKeys(t *testing.T) {
	k := newKit(t)
	api := newFakeAPI()
	m := k.machines(t, api, token.MachineOptions{}, func(o *clerk.Options) { o.SecretKey, o.MachineSecretKey = "", "ak_machine_key_0123456789" })
	if refused := asked(t, m, authobject.M2MToken, "mt_good"); refused != nil {
		t.Error(refused)
	}
	if refused := asked(t, m, authobject.APIKey, "ak_good"); refused == nil || !refused.Unavailable || refused.Reason != clerk.ReasonSecretKeyInvalid {
		t.Errorf("got %v", refused)
	}
	if api.count() != 1 {
		t.Errorf("%d questions", api.count())
	}
}

func TestMachineOptions(t *testing.T) {
	for _, row := range []struct {
		name  string
		opts  token.MachineOptions
		wrong int
	}{
		{"none", token.MachineOptions{}, 0},
		{"the smallest", token.MachineOptions{CacheFor: time.Second, RefuseFor: time.Second, StaleFor: 1, Timeout: time.Millisecond, MaxEntries: 2, MaxUnknown: 2}, 0},
		{"the largest", token.MachineOptions{CacheFor: 5 * time.Minute, RefuseFor: time.Minute, StaleFor: 10 * time.Minute, Timeout: time.Minute, MaxEntries: 1_000_000, MaxUnknown: 10_000}, 0},
		{"below that", token.MachineOptions{CacheFor: -1, RefuseFor: 1, StaleFor: -1, Timeout: 1, MaxEntries: 1, MaxUnknown: -1}, 6},
		{"above that", token.MachineOptions{CacheFor: time.Hour, RefuseFor: time.Hour, StaleFor: time.Hour, Timeout: time.Hour, MaxEntries: 1_000_001, MaxUnknown: 10_001}, 6},
	} {
		err := row.opts.Validate()
		if text := fmt.Sprint(err); (err == nil) != (row.wrong == 0) || strings.Count(text, "machine option") != row.wrong {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}

// TestWhatOurMachineMayNotSee says whose fault a 403 of Clerk's own is. A token that was made for other machines is the caller's, and
// no matter how many of them are sent, others are looked up still.
func TestWhatOurMachineMayNotSee(t *testing.T) {
	const clerks, foreign = `{"errors":[{"code":"forbidden","message":"no","long_message":"no"}]}`, "<html>Attention Required!</html>"
	machine := func(o *clerk.Options) { o.MachineSecretKey = "ak_machine_key_0123456789" }
	alone := func(o *clerk.Options) { machine(o); o.SecretKey = "" }
	k := newKit(t)
	for _, row := range []struct {
		name        string
		set         func(*clerk.Options)
		kind        authobject.TokenKind
		body        string
		unavailable bool
	}{
		{"a machine's token, asked about by a machine", machine, authobject.M2MToken, clerks, false},
		{"the same, where there is no other key", alone, authobject.M2MToken, clerks, false},
		{"the same, answered by a firewall", machine, authobject.M2MToken, foreign, true},
		{"a machine's token, asked about by the instance", nil, authobject.M2MToken, clerks, true},
		{"an API key", machine, authobject.APIKey, clerks, true},
		{"an OAuth token", machine, authobject.OAuthToken, clerks, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			api := newFakeAPI()
			m := k.machines(t, api, token.MachineOptions{}, row.set)
			prefix := map[authobject.TokenKind]string{authobject.APIKey: "ak_", authobject.M2MToken: "mt_", authobject.OAuthToken: "oat_"}[row.kind]
			answer := api.answer
			api.set(func(path, credential string) reply {
				if strings.Contains(credential, "theirs") {
					return reply{status: 403, body: row.body}
				}
				return answer(path, credential)
			})
			for i := range 10 {
				refused := asked(t, m, row.kind, fmt.Sprint(prefix, "theirs_", i))
				if refused == nil || refused.Reason != clerk.ReasonUnexpectedError || refused.Unavailable != row.unavailable {
					t.Fatalf("got %v", refused)
				}
			}
			if refused := asked(t, m, row.kind, prefix+"good"); (refused != nil) != row.unavailable {
				t.Errorf("a good one afterwards: %v", refused)
			}
			before := api.count()
			if refused := asked(t, m, row.kind, prefix+"theirs_9"); refused == nil || !row.unavailable && api.count() != before {
				t.Errorf("again: %v, after %d questions", refused, api.count()-before)
			}
		})
	}
}
