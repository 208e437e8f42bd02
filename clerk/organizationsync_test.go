package clerk_test

import (
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

// TestPathPatterns is the table of the notation, the one of path-to-regexp version 6.
func TestPathPatterns(t *testing.T) {
	for _, row := range []struct {
		name, pattern, path string
		want                clerk.OrganizationTarget
		match               bool
	}{
		{"one segment", "/orgs/:id", "/orgs/org_1", clerk.OrganizationTarget{ID: "org_1"}, true},
		{"a slash at the end", "/orgs/:id", "/orgs/org_1/", clerk.OrganizationTarget{ID: "org_1"}, true},
		{"two slashes at the end", "/orgs/:id", "/orgs/org_1//", clerk.OrganizationTarget{}, false},
		{"capitals", "/orgs/:slug", "/ORGS/Acme", clerk.OrganizationTarget{Slug: "Acme"}, true},
		{"no segment", "/orgs/:id", "/orgs/", clerk.OrganizationTarget{}, false},
		{"two segments", "/orgs/:id", "/orgs/org_1/x", clerk.OrganizationTarget{}, false},
		{"the rest", "/orgs/:id/(.*)", "/orgs/org_1/x/y", clerk.OrganizationTarget{ID: "org_1"}, true},
		{"the rest can be empty", "/orgs/:id/(.*)", "/orgs/org_1/", clerk.OrganizationTarget{ID: "org_1"}, true},
		{"not without the slash", "/orgs/:id/(.*)", "/orgs/org_1", clerk.OrganizationTarget{}, false},
		{"several parameters", "/app/:any/orgs/:id", "/app/pet/orgs/org_1", clerk.OrganizationTarget{ID: "org_1"}, true},
		{"an id goes before a slug", "/:slug/:id", "/acme/org_1", clerk.OrganizationTarget{ID: "org_1"}, true},
		{"an expression for a parameter", `/orgs/:id(org_\w+)`, "/orgs/org_1", clerk.OrganizationTarget{ID: "org_1"}, true},
		{"and it must hold", `/orgs/:id(org_\w+)`, "/orgs/new", clerk.OrganizationTarget{}, false},
		{"an optional parameter", "/orgs/:id?", "/orgs", clerk.OrganizationTarget{}, false},
		{"the same, and it is there", "/orgs/:id?", "/orgs/org_1", clerk.OrganizationTarget{ID: "org_1"}, true},
		{"an optional group", "/:slug{/settings}?", "/acme/settings", clerk.OrganizationTarget{Slug: "acme"}, true},
		{"a group with a parameter", "/o{-:slug}", "/o-acme", clerk.OrganizationTarget{Slug: "acme"}, true},
		{"any number of segments", "/:x*/orgs/:id", "/a/b/orgs/org_1", clerk.OrganizationTarget{ID: "org_1"}, true},
		{"two parameters of one segment", "/:x-:id", "/a-org_1", clerk.OrganizationTarget{ID: "org_1"}, true},
		{"a character taken literally", `/orgs\:x/:id`, "/orgs:x/org_1", clerk.OrganizationTarget{ID: "org_1"}, true},
		{"dots are characters", "/a.b/:id", "/axb/org_1", clerk.OrganizationTarget{}, false},
		{"nothing is decoded", "/orgs/:slug", "/orgs/a%2Fb", clerk.OrganizationTarget{Slug: "a%2Fb"}, true},
		{"text that no path is", "i am not valid config", "/orgs/org_1", clerk.OrganizationTarget{}, false},
		{"a path of 1 KiB", "/orgs/:id", "/orgs/" + strings.Repeat("x", 1<<10-6), clerk.OrganizationTarget{ID: strings.Repeat("x", 1<<10-6)}, true},
		{"a longer one", "/orgs/:id", "/orgs/" + strings.Repeat("x", 1<<10-5), clerk.OrganizationTarget{}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			i := resolve(t, clerk.Options{PublishableKey: liveKey, OrganizationSync: clerk.OrganizationSync{OrganizationPatterns: []string{row.pattern}}})
			if got, ok := i.OrganizationTarget(row.path); got != row.want || ok != row.match {
				t.Errorf("%s on %s: %+v, %v", row.pattern, row.path, got, ok)
			}
		})
	}
}

func TestOrganizationPatternsGoBeforePersonalOnes(t *testing.T) {
	i := resolve(t, clerk.Options{PublishableKey: liveKey, OrganizationSync: clerk.OrganizationSync{
		OrganizationPatterns: []string{"/orgs/new", "/orgs/:id", "/x/:name"}, PersonalAccountPatterns: []string{"/me", "/orgs/(.*)", "/x/(.*)"},
	}})
	for path, want := range map[string]struct {
		target clerk.OrganizationTarget
		ok     bool
	}{
		"/orgs/org_1": {clerk.OrganizationTarget{ID: "org_1"}, true},
		"/orgs/new":   {clerk.OrganizationTarget{}, true}, // the first organization pattern names nothing, the personal one matches
		"/me":         {clerk.OrganizationTarget{}, true},
		"/x/y":        {clerk.OrganizationTarget{}, true},
		"/other":      {clerk.OrganizationTarget{}, false},
	} {
		if got, ok := i.OrganizationTarget(path); got != want.target || ok != want.ok {
			t.Errorf("%s: %+v, %v", path, got, ok)
		}
	}
	if n := len(i.Warnings()); n != 2 {
		t.Errorf("%d warnings about patterns without a parameter, want 2: %q", n, i.Warnings())
	}
}

func TestPatternsThatAreRefused(t *testing.T) {
	for _, row := range []struct{ name, pattern, want string }{
		{"empty", "", "empty"},
		{"a colon alone", "/orgs/:", "without a name"},
		{"a parenthesis that stays open", "/orgs/(a", "not closed"},
		{"empty parentheses", "/orgs/()", "empty parentheses"},
		{"a group within an expression", "/orgs/((a))", "group within"},
		{"an expression that begins with a question mark", "/orgs/(?=a)", "question mark"},
		{"an expression that looks ahead", "/orgs/(a(?=b))", "package regexp"},
		{"an expression that is none", "/orgs/([)", "package regexp"},
		{"a brace that stays open", "/orgs/{a", "brace"},
		{"a brace that nothing opened", "/orgs/a}", "brace"},
		{"a modifier of nothing", "/orgs/*", "modifier"},
		{"two parameters without text between", "/:a:b", "without text"},
		{"two parameters with much text between", "/:a--:b", "more than one character"},
		{"an organization that repeats", "/orgs/:id+", "repeats"},
		{"600 bytes", "/" + strings.Repeat("x", 600), "512"},
	} {
		t.Run(row.name, func(t *testing.T) {
			for option, sync := range map[string]clerk.OrganizationSync{
				"OrganizationSync.OrganizationPatterns":    {OrganizationPatterns: []string{"/ok/:id", row.pattern}},
				"OrganizationSync.PersonalAccountPatterns": {PersonalAccountPatterns: []string{"/ok", row.pattern}},
			} {
				all := problems(t, clerk.Options{PublishableKey: liveKey, OrganizationSync: sync})
				if len(all) != 1 || all[0].Option != option || !strings.HasPrefix(all[0].Problem, "entry 2: it ") || !strings.Contains(all[0].Problem, row.want) {
					t.Errorf("%s: %v", option, all)
				}
			}
		})
	}
	if all := problems(t, clerk.Options{PublishableKey: liveKey, OrganizationSync: clerk.OrganizationSync{PersonalAccountPatterns: make([]string, 101)}}); len(all) != 1 {
		t.Errorf("101 patterns: %v", all)
	}
}

// FuzzOrganizationPatterns reads any pattern and tries it on any path: it is refused or compiled, and what it finds is part of the
// path.
func FuzzOrganizationPatterns(f *testing.F) {
	for _, seed := range []string{"/orgs/:id", "/orgs/:slug/(.*)", "{/a:id}?", `/\:x/:id(\d+)?`, "/:a-:id", "/(a|b)*", "/:x*/:id", ":", "((", "}{", "/é/:id", `\`} {
		f.Add(seed, "/orgs/org_1/x")
	}
	f.Fuzz(func(t *testing.T, pattern, path string) {
		i, err := clerk.Options{PublishableKey: liveKey, Getenv: noEnv, OrganizationSync: clerk.OrganizationSync{OrganizationPatterns: []string{pattern}}}.Resolve()
		if err != nil {
			return
		}
		got, ok := i.OrganizationTarget(path)
		if !strings.Contains(path, got.ID+got.Slug) || !ok && got != (clerk.OrganizationTarget{}) {
			t.Fatalf("%q finds %+v in %q", pattern, got, path)
		}
	})
}
