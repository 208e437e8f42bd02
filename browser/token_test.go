package browser

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/examples/quickstart/demo"
)

func TestTheTokenCountsDownAndIsRenewed(t *testing.T) {
	p := open(t, serve(t, demo.Config{TokenLifetime: 4 * time.Second}), 1280, false)
	p.until(settled("nobody"))
	if p.text("life") != "" {
		t.Error("nobody has a token that lives")
	}
	p.click("[data-persona=admin]")
	p.until(settled("admin"))
	first := p.text("claims")
	p.until(`["3", "4"].includes(document.getElementById("seconds").textContent)`)
	p.until(`document.getElementById("seconds").textContent === "2"`)
	p.until(`document.getElementById("note").textContent.includes("Renewed 1 time.")`)
	p.until(`Number(document.getElementById("seconds").textContent) > 2`)
	p.until(`document.getElementById("note").textContent.includes("Renewed 2 times.")`)
	if p.text("claims") == first {
		t.Error("the token that the page shows is the first one still")
	}
	if got := p.text("headline"); got != "Signed in as user_ada" {
		t.Errorf("after two renewals the headline is %q", got)
	}
	p.click("[data-persona=expired]")
	p.until(settled("expired"))
	p.until(`document.getElementById("note").textContent.includes("ended 10 minutes ago")`)
	for _, complaint := range p.complained() {
		t.Errorf("the browser complains: %s", complaint)
	}
}

func TestATokenOfARealInstanceIsPasted(t *testing.T) {
	ck := clerktest.New(t)
	ada := ck.AddUser(clerktest.User{ID: "user_real"})
	options := ck.Options()
	for _, width := range []int64{1280, 390} {
		p := open(t, serve(t, demo.Config{Clerk: &options}), width, false)
		p.until(settled("nobody"))
		p.picture(map[int64]string{1280: "1280-real", 390: "390-real"}[width])
		if eval[bool](p, scrolls) {
			t.Errorf("at %d pixels, the page scrolls sideways", width)
		}
		if n := eval[int](p, `document.querySelectorAll("[data-persona]").length`); n != 1 {
			t.Errorf("there are %d made-up people beside a real instance, not nobody alone", n)
		}
		p.do("type what is no token", chromedp.SendKeys(chromedp.CSS("#token"), "eyJ…"))
		p.click("#paste button")
		p.until(`document.getElementById("token").validationMessage.includes("no token")`)
		eval[any](p, `document.getElementById("token").select()`)
		token := ck.SignIn(ada).OrgRole("acme", "org:admin").Token()
		p.do("paste a token over it", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, input.InsertText, input.InsertTextParams{Text: `"` + token + "\"\n"})
			return err
		}))
		p.click("#paste button")
		p.until(`document.querySelector("main").ariaBusy === "false" && document.getElementById("headline").textContent === "Signed in as user_real"`)
		p.click("#try-all")
		p.until(answered)
		eval[any](p, `document.querySelectorAll("details").forEach((d) => d.open = true)`)
		p.picture(map[int64]string{1280: "1280-real-open", 390: "390-real-open"}[width])
		if got := eval[[]row](p, readRows)[3].Status; got != "200 let in" {
			t.Errorf("an admin of the real instance gets %q from DELETE /projects/1", got)
		}
		signature := token[strings.LastIndex(token, ".")+1:]
		if eval[bool](p, `document.documentElement.outerHTML.includes("`+signature+`") || document.getElementById("token").value !== ""`) {
			t.Error("the page shows the token")
		}
		for _, complaint := range p.complained() {
			t.Errorf("the browser complains: %s", complaint)
		}
	}
}

func TestAServerThatIsGoneIsSaidSoUntilItIsBack(t *testing.T) {
	var gone atomic.Bool
	p := open(t, serve(t, demo.Config{}, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if gone.Load() {
				panic(http.ErrAbortHandler) // drops the connection
			}
			next.ServeHTTP(w, r)
		})
	}), 1280, false)
	p.until(settled("nobody"))
	gone.Store(true)
	p.click(`[aria-label="Try GET /me"]`)
	p.until(`document.querySelector("[data-path='/me']").dataset.state === "silent"`)
	if got := eval[[]row](p, readRows)[1]; got.Status != "no answer" || got.Sentence != "The server does not answer. Is it still running?" {
		t.Errorf("GET /me shows %q", got)
	}
	p.click("[data-persona=admin]")
	p.until(`document.getElementById("headline").textContent === "No answer"`)
	gone.Store(false)
	p.until(`document.getElementById("headline").textContent === "Signed in as user_ada"`)
	p.until(`document.querySelector("[data-path='/me']").dataset.status === "200"`)
}

func TestTheTestsNoticeWhatAPageMayNotDo(t *testing.T) {
	p := open(t, serve(t, demo.Config{}), 1280, false)
	p.until(settled("nobody"))
	eval[any](p, `document.body.setAttribute("style", "color: red")`)
	eval[any](p, `setTimeout(() => { throw new Error("on purpose"); document.title = "" }), true`)
	eval[any](p, `setTimeout(() => { console.error("on purpose"); window.said = true }), true`)
	p.until(`window.said`)
	all := strings.Join(p.complained(), "\n")
	for _, want := range []string{"Content Security Policy", "on purpose", "console.error"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in what the browser complains about: %s", want, all)
		}
	}
}
