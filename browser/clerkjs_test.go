package browser

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// clerkJS returns the directory of Clerk's own library for browsers, as it comes from npm, or ends the test.
func clerkJS(t *testing.T) string {
	t.Helper()
	dist := filepath.Join("clerkjs", "node_modules", "@clerk", "clerk-js", "dist")
	if _, err := os.Stat(filepath.Join(dist, "clerk.browser.js")); err == nil {
		return dist
	}
	giveUp := t.Skipf
	if os.Getenv("USHER_REQUIRE_BROWSER") == "1" || os.Getenv("CI") == "true" {
		giveUp = t.Fatalf
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		giveUp("there is no npm in PATH, which fetches @clerk/clerk-js")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	fetch := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	fetch.Dir = "clerkjs"
	if out, err := fetch.CombinedOutput(); err != nil {
		giveUp("npm does not fetch @clerk/clerk-js: %v\n%s", err, out)
	}
	return dist
}

// developmentKey names a development instance as Clerk names one. Clerk's library knows a development instance by the end of that name,
// .clerk.accounts.dev, and makes a dev browser for no other, so that a key which names the address of the emulator would not do. Nobody
// asks that host: all goes to the proxy.
var developmentKey = "pk_test_" + base64.StdEncoding.EncodeToString([]byte("usher-emulator-1.clerk.accounts.dev$"))

// clerkPage is a page with nothing but Clerk's library. ask keeps what comes of a promise.
const clerkPage = `<!doctype html><title>clerk-js</title><link rel="icon" href="data:,">
<script src="/clerk-js/clerk.browser.js" data-clerk-publishable-key="%s" data-clerk-proxy-url="/__clerk"></script>
<script>
window.ask = (promise) => {
  window.answer = undefined;
  promise.then((v) => { window.answer = JSON.stringify(v ?? null) }, (e) => { window.answer = "error " + (e.errors?.[0]?.code ?? e.stack ?? e) });
};
</script>`

// A clerkSite is an application whose pages have Clerk's library. It serves the Frontend API on its own origin.
type clerkSite struct {
	ck     *clerktest.Clerk
	origin string

	mu    sync.Mutex
	asked []string // of the Frontend API, and how it was answered
}

func startClerkSite(t *testing.T) *clerkSite {
	t.Helper()
	dist := clerkJS(t)
	s := &clerkSite{ck: clerktest.New(t, clerktest.Config{PublishableKey: developmentKey})}
	server := httptest.NewUnstartedServer(nil)
	s.origin = originOf(t, server, "127.0.0.1")
	options := s.ck.Options()
	options.ProxyURL, options.AuthorizedParties = s.origin+"/__clerk", []string{s.origin}
	auth, err := middleware.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = auth.Close() })
	proxy, err := middleware.NewProxy(options, middleware.ProxyOptions{Upstream: s.ck.URL()})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /clerk-js/", http.StripPrefix("/clerk-js/", http.FileServer(http.Dir(dist))))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, clerkPage, s.ck.PublicOptions().PublishableKey)
	})
	mux.Handle("GET /me", auth.RequireAuth(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		me, _ := authobject.FromContext(r.Context())
		_ = json.NewEncoder(w).Encode([]string{me.UserID(), me.OrgID()})
	})))
	server.Config.Handler = s.listen(proxy.Intercept(mux))
	server.Start()
	t.Cleanup(server.Close)
	return s
}

// listen notes what is asked of the Frontend API.
func (s *clerkSite) listen(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, ok := strings.CutPrefix(r.URL.Path, "/__clerk")
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		noted := &statusWriter{ResponseWriter: w, status: 200}
		next.ServeHTTP(noted, r)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.asked = append(s.asked, fmt.Sprintf("%s %s %s %d", r.Method, r.URL.Query().Get("_method"), path, noted.status))
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// focus has the page believe that it is looked at. Clerk's library tells nobody of a switch in a tab that is not.
func (p *tab) focus() {
	p.t.Helper()
	p.do("focus", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		return err
	}))
}

// ask has the page evaluate a promise, and returns what came of it as JSON, or "error" and the code.
func (p *tab) ask(promise string) string {
	p.t.Helper()
	eval[bool](p, "(window.ask((async () => "+promise+")()), true)")
	p.until("window.answer !== undefined")
	return eval[string](p, "window.answer")
}

// wants checks what comes of a promise.
func (p *tab) wants(promise, want string) {
	p.t.Helper()
	if got := p.ask(promise); got != want {
		p.t.Errorf("%s is %s, not %s", promise, got, want)
	}
}

func TestTheRealClerkJSSignsUpAndInSwitchesAndSignsOut(t *testing.T) {
	s := startClerkSite(t)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the Frontend API was asked for:\n%s", strings.Join(s.asked, "\n"))
		}
	})
	ada := s.ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada", Email: "ada@example.com"})
	acme := s.ck.AddOrg(clerktest.Org{ID: "org_acme", Name: "Acme", Slug: "acme"})
	s.ck.AddMember(acme, ada, "org:admin")
	p := open(t, s.origin+"/", 1280, false)

	p.focus()

	p.wants(`Clerk.load().then(() => [Clerk.loaded, Clerk.user ?? null])`, `[true,null]`)
	p.wants(`fetch("/me").then((r) => r.status)`, `401`)

	// A user comes, with a password, by way of a code.
	p.wants(`Clerk.client.signUp.create({emailAddress: "mel@example.com", password: "correct horse", firstName: "Mel"}).then((s) => [s.status, s.unverifiedFields])`,
		`["missing_requirements",["email_address"]]`)
	p.wants(`Clerk.client.signUp.prepareEmailAddressVerification({strategy: "email_code"}).then((s) => s.verifications.emailAddress.nextAction)`, `"needs_attempt"`)
	p.wants(`Clerk.client.signUp.attemptEmailAddressVerification({code: "000000"})`, `error form_code_incorrect`)
	p.wants(`Clerk.client.signUp.attemptEmailAddressVerification({code: "424242"}).then((s) => s.status)`, `"complete"`)
	p.wants(`Clerk.setActive({session: Clerk.client.signUp.createdSessionId ?? Clerk.client.lastActiveSessionId}).then(() => Clerk.user.firstName)`, `"Mel"`)
	mel := strings.Trim(p.ask(`Clerk.user.id`), `"`)
	p.wants(`fetch("/me").then((r) => r.json())`, fmt.Sprintf(`[%q,""]`, mel))
	p.wants(`Clerk.session.getToken({skipCache: true}).then((t) => fetch("/me", {credentials: "omit", headers: {Authorization: "Bearer " + t}})).then((r) => r.json())`,
		fmt.Sprintf(`[%q,""]`, mel))
	p.wants(`Clerk.session.getToken({template: "none"})`, `error resource_not_found`)
	p.wants(`Clerk.signOut(() => {}).then(() => [Clerk.user ?? null, Clerk.client?.sessions.length ?? 0])`, `[null,0]`)
	p.wants(`fetch("/me").then((r) => r.status)`, `401`)

	// And comes back with the password.
	p.wants(`Clerk.client.signIn.create({identifier: "nobody@example.com"})`, `error form_identifier_not_found`)
	p.wants(`Clerk.client.signIn.create({identifier: "mel@example.com", password: "wrong"})`, `error form_password_incorrect`)
	p.wants(`Clerk.client.signIn.create({identifier: "mel@example.com", password: "correct horse"}).then((s) => Clerk.setActive({session: s.createdSessionId})).then(() => Clerk.user.id)`,
		fmt.Sprintf("%q", mel))

	// Another one beside, by a code.
	p.wants(`Clerk.client.signIn.create({identifier: "ada@example.com"}).then((s) => [s.status, s.supportedFirstFactors.map((f) => f.strategy)])`,
		`["needs_first_factor",["email_code"]]`)
	p.wants(`Clerk.client.signIn.prepareFirstFactor({strategy: "email_code", emailAddressId: Clerk.client.signIn.supportedFirstFactors[0].emailAddressId}).then((s) => s.firstFactorVerification.status)`,
		`"unverified"`)
	p.wants(`Clerk.client.signIn.attemptFirstFactor({strategy: "email_code", code: "424242"}).then((s) => Clerk.setActive({session: s.createdSessionId})).then(() => Clerk.user.id)`, `"user_ada"`)
	p.wants(`Clerk.client.activeSessions?.length ?? Clerk.client.signedInSessions.length`, `2`)
	p.wants(`fetch("/me").then((r) => r.json())`, `["user_ada",""]`)

	// Organizations.
	p.wants(`Clerk.user.getOrganizationMemberships().then((l) => [l.total_count, l.data[0].organization.slug, l.data[0].role])`, `[1,"acme","org:admin"]`)
	p.wants(`Clerk.setActive({organization: "org_acme"}).then(() => Clerk.organization.name)`, `"Acme"`)
	p.wants(`fetch("/me").then((r) => r.json())`, `["user_ada","org_acme"]`)
	p.wants(`Clerk.setActive({organization: null}).then(() => Clerk.organization ?? null)`, `null`)
	p.wants(`fetch("/me").then((r) => r.json())`, `["user_ada",""]`)

	// Back to the first session, also after the page is loaded anew, and out of it alone.
	p.wants(fmt.Sprintf(`Clerk.setActive({session: Clerk.client.sessions.find((s) => s.user.id === %q).id}).then(() => Clerk.user.id)`, mel), fmt.Sprintf("%q", mel))
	p.wants(`fetch("/me").then((r) => r.json())`, fmt.Sprintf(`[%q,""]`, mel))
	p.reload()
	p.wants(`Clerk.load().then(() => Clerk.user.id)`, fmt.Sprintf("%q", mel))
	p.wants(`Clerk.user.reload().then((u) => u.firstName)`, `"Mel"`)
	p.wants(`Clerk.signOut(() => {}, {sessionId: Clerk.session.id}).then(() => Clerk.client.sessions.map((s) => s.user.id))`, `["user_ada"]`)
}

func TestTheRealClerkJSChangesTheUserAndOrganizations(t *testing.T) {
	s := startClerkSite(t)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the Frontend API was asked for:\n%s", strings.Join(s.asked, "\n"))
		}
	})
	s.ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada", Email: "ada@example.com"})
	p := open(t, s.origin+"/", 1280, false)
	p.focus()
	p.wants(`Clerk.load().then(() => Clerk.loaded)`, `true`)
	const byCode = `Clerk.client.signIn.create({identifier: "ada@example.com", strategy: "email_code"})
		.then((s) => s.attemptFirstFactor({strategy: "email_code", code: "424242"})).then((s) => Clerk.setActive({session: s.createdSessionId}))`
	p.wants(byCode+`.then(() => Clerk.user.id)`, `"user_ada"`)

	// What she is, and what identifies her.
	p.wants(`Clerk.user.update({firstName: "Augusta", lastName: "King", username: "ada"}).then((u) => [u.fullName, u.username])`, `["Augusta King","ada"]`)
	p.wants(`Clerk.user.updateMetadata({unsafeMetadata: {a: 1, b: {c: 2}}}).then((u) => u.unsafeMetadata)`, `{"a":1,"b":{"c":2}}`)
	p.wants(`Clerk.user.createEmailAddress({email: "ada@work.example"}).then((e) => (window.added = e, [e.emailAddress, e.verification.status]))`, `["ada@work.example",null]`)
	p.wants(`added.prepareVerification({strategy: "email_code"}).then((e) => e.verification.status)`, `"unverified"`)
	p.wants(`added.attemptVerification({code: "000000"})`, `error form_code_incorrect`)
	p.wants(`added.attemptVerification({code: "424242"}).then((e) => e.verification.status)`, `"verified"`)
	p.wants(`Clerk.user.update({primaryEmailAddressId: added.id}).then((u) => u.primaryEmailAddress.emailAddress)`, `"ada@work.example"`)
	p.wants(`Clerk.user.emailAddresses.find((e) => e.emailAddress === "ada@example.com").destroy().then(() => Clerk.user.reload()).then((u) => u.emailAddresses.length)`, `1`)

	// Passwords.
	p.wants(`Clerk.user.updatePassword({newPassword: "correct horse"}).then((u) => u.passwordEnabled)`, `true`)
	p.wants(`Clerk.user.updatePassword({newPassword: "battery staple", currentPassword: "wrong"})`, `error form_password_validation_failed`)
	p.wants(`Clerk.user.updatePassword({newPassword: "battery staple", currentPassword: "correct horse", signOutOfOtherSessions: true}).then((u) => u.passwordEnabled)`, `true`)

	// Organizations.
	p.wants(`Clerk.createOrganization({name: "Acme", slug: "acme"}).then((o) => Clerk.setActive({organization: o.id})).then(() => [Clerk.organization.name, Clerk.organization.membersCount])`,
		`["Acme",1]`)
	p.wants(`Clerk.organization.update({name: "Acme Inc", slug: "acme-inc"}).then((o) => [o.name, o.slug])`, `["Acme Inc","acme-inc"]`)
	p.wants(`Clerk.organization.getMemberships().then((l) => [l.total_count, l.data[0].role, l.data[0].publicUserData.userId])`, `[1,"org:admin","user_ada"]`)
	p.wants(`Clerk.getOrganization(Clerk.organization.id).then((o) => o.slug)`, `"acme-inc"`)

	// Her sessions: another one, that begins where she is, and is ended from here.
	elsewhere := s.ck.SignIn(clerktest.User{ID: "user_ada"})
	p.wants(`Clerk.user.getSessions().then((l) => l.length)`, `2`)
	p.wants(fmt.Sprintf(`Clerk.user.getSessions().then((l) => l.find((s) => s.id === %q).revoke()).then((s) => s.status)`, elsewhere.SessionID()), `"revoked"`)

	// The password is forgotten. The session that comes of it begins in the organization that she was in.
	p.wants(`Clerk.signOut(() => {}).then(() => Clerk.user ?? null)`, `null`)
	p.wants(`Clerk.client.signIn.create({strategy: "reset_password_email_code", identifier: "ada"}).then((s) => s.status)`, `"needs_first_factor"`)
	p.wants(`Clerk.client.signIn.attemptFirstFactor({strategy: "reset_password_email_code", code: "424242"}).then((s) => s.status)`, `"needs_new_password"`)
	p.wants(`Clerk.client.signIn.resetPassword({password: "short"})`, `error form_password_length_too_short`)
	p.wants(`Clerk.client.signIn.resetPassword({password: "horse battery", signOutOfOtherSessions: true}).then((s) => Clerk.setActive({session: s.createdSessionId})).then(() => [Clerk.user.id, Clerk.organization?.slug])`,
		`["user_ada","acme-inc"]`)
	p.wants(`Clerk.organization.destroy().then(() => Clerk.user.reload()).then(() => [Clerk.user.organizationMemberships.length, Clerk.organization ?? null])`, `[0,null]`)
	p.wants(`Clerk.user.delete().then(() => Clerk.client.sessions.length)`, `0`)
}
