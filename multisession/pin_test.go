package multisession_test

import (
	"bytes"
	"html/template"
	"net/url"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/multisession"
)

func TestURL(t *testing.T) {
	ada := auth(t, "sess_ada", newOffice().clock())
	const pin = "_clerk_session_id=sess_ada"
	for _, row := range []struct{ name, address, want string }{
		{"a path", "/notes", "/notes?" + pin},
		{"a path with a query", "/notes?x=y", "/notes?x=y&" + pin},
		{"an empty query", "/notes?", "/notes?" + pin},
		{"a fragment stays at the end", "/notes?x=y#top", "/notes?x=y&" + pin + "#top"},
		{"a fragment with a question mark", "/notes#a?b", "/notes?" + pin + "#a?b"},
		{"an empty fragment", "/notes#", "/notes?" + pin + "#"},
		{"another session gives way", "/notes?_clerk_session_id=sess_bob&x=1", "/notes?x=1&" + pin},
		{"several do", "/notes?_clerk_session_id=a&_clerk_session_id=b", "/notes?" + pin},
		{"one that is encoded does", "/notes?%5fclerk_session_id=a", "/notes?" + pin},
		{"twice is once", "/notes?" + pin, "/notes?" + pin},
		{"the rest stays as it is written", "/a%2Fb?q=%20+x&flag&;=", "/a%2Fb?q=%20+x&flag&;=&" + pin},
		{"a relative path", "notes", "notes?" + pin},
		{"a query alone", "?x=1", "?x=1&" + pin},
		{"nothing", "", "?" + pin},
		{"another site", "https://other.example/notes", "https://other.example/notes"},
		{"another site, without a scheme", "//other.example/notes", "//other.example/notes"},
		{"another site, for a browser", `/\other.example`, `/\other.example`},
		{"a script", "javascript:alert(1)", "javascript:alert(1)"},
		{"a mail", "mailto:a@b.example", "mailto:a@b.example"},
		{"no address", "/%zz", "/%zz"},
	} {
		if got := multisession.URL(ada, row.address); got != row.want {
			t.Errorf("%s: %q becomes %q, want %q", row.name, row.address, got, row.want)
		}
	}
	for name, nobody := range map[string]*authobject.Auth{"nil": nil, "signed out": authobject.SignedOut(clerk.ReasonNoCredentials)} {
		if got := multisession.URL(nobody, "/notes?x=y&"+pin+"#top"); got != "/notes?x=y#top" {
			t.Errorf("%s: %q", name, got)
		}
		if multisession.Field(nobody) != "" || multisession.Meta(nobody) != "" {
			t.Errorf("%s is named in a page", name)
		}
	}
}

func TestElementsAreEscaped(t *testing.T) {
	eve, err := authobject.FromClaims([]byte(`{"sub":"user_eve","sid":"\"><script>alert(1)</script>"}`), "")
	if err != nil {
		t.Fatal(err)
	}
	const page = `{{define "t"}}{{.Meta}}<form action="{{.URL}}">{{.Field}}</form>{{end}}`
	for name, who := range map[string]*authobject.Auth{"eve": eve, "ada": auth(t, "sess_ada", newOffice().clock())} {
		var out bytes.Buffer
		err := template.Must(template.New("").Parse(page)).ExecuteTemplate(&out, "t", map[string]any{
			"Meta": multisession.Meta(who), "Field": multisession.Field(who), "URL": multisession.URL(who, "/a?b=c"),
		})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "<script") || strings.Count(out.String(), ">") != 4 {
			t.Errorf("%s: the page is %s", name, &out)
		}
	}
	const want = `<input type="hidden" name="_clerk_session_id" value="sess_ada">`
	if got := multisession.Field(auth(t, "sess_ada", newOffice().clock())); got != want {
		t.Errorf("the field is %s", got)
	}
}

func FuzzURL(f *testing.F) {
	for _, seed := range []string{"/", "/a?b=c#d", "?", "#", "//x", "/?_clerk_session_id=a", "a:b", `\`, "/%", "/?%5f"} {
		f.Add(seed)
	}
	o := newOffice()
	f.Fuzz(func(t *testing.T, address string) {
		ada := auth(t, "sess_ada", o.clock())
		got := multisession.URL(ada, address)
		before, err := url.Parse(address)
		if err != nil || got == address {
			return
		}
		after, err := url.Parse(got)
		if err != nil || after.Path != before.Path || after.Host != before.Host || after.Scheme != before.Scheme || after.Fragment != before.Fragment {
			t.Fatalf("%q becomes %q, %v", address, got, err)
		}
		if again := multisession.URL(ada, got); again != got {
			t.Fatalf("%q becomes %q and then %q", address, got, again)
		}
	})
}
