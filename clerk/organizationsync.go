package clerk

import (
	"fmt"
	"slices"
	"strings"
)

// An OrganizationSync says which pages of an application belong to which organization, so that a browser whose session has
// another one active is sent to Clerk to change that. See [Options.OrganizationSync].
//
// A pattern is matched against the whole path of the page, as it stands in the address and without regard to case and to a slash
// at the end. ":name" is one segment, "(.*)" the rest, "(…)" any other regular expression, "{…}" a group, and "?", "*" or "+"
// behind one of them says how often it comes; a backslash takes the next character literally. Patterns are tried in their
// order, those of organizations first. A path of more than 1 KiB matches none. Each list has at most 100 patterns; more than 20 in
// all are a warning, as strangers choose the paths that are tried against them.
type OrganizationSync struct {
	// OrganizationPatterns name the organization by a parameter :id or :slug, as in "/orgs/:slug" and "/orgs/:slug/(.*)".
	OrganizationPatterns []string
	// PersonalAccountPatterns are pages on which no organization is active, as in "/me" and "/me/(.*)".
	PersonalAccountPatterns []string
}

// An OrganizationTarget is what a page asks to be active. Without ID and Slug it is the personal account.
type OrganizationTarget struct {
	// ID is the id of the organization (org_…). It goes before Slug.
	ID string
	// Slug is the slug of the organization.
	Slug string
}

// organizationPatterns are the compiled patterns of an instance.
type organizationPatterns struct {
	organizations, personal []pathPattern
}

// OrganizationTarget returns what the page with this path wants to be active, by [Options.OrganizationSync]; it reports false for
// a page that does not care. The path is the escaped one, and parameters are not unescaped.
func (i *Instance) OrganizationTarget(escapedPath string) (OrganizationTarget, bool) {
	for _, pattern := range i.patterns.organizations {
		if params, ok := pattern.match(escapedPath); ok {
			if params["id"] != "" {
				return OrganizationTarget{ID: params["id"]}, true
			}
			if params["slug"] != "" {
				return OrganizationTarget{Slug: params["slug"]}, true
			}
			break // the first that matches decides, also where it names nothing
		}
	}
	personal := slices.ContainsFunc(i.patterns.personal, func(p pathPattern) bool {
		_, ok := p.match(escapedPath)
		return ok
	})
	return OrganizationTarget{}, personal
}

// organizationSync compiles the patterns.
func (r *resolver) organizationSync(sync OrganizationSync) {
	r.instance.patterns.organizations = r.compile("OrganizationSync.OrganizationPatterns", sync.OrganizationPatterns)
	r.instance.patterns.personal = r.compile("OrganizationSync.PersonalAccountPatterns", sync.PersonalAccountPatterns)
	if n := len(sync.OrganizationPatterns) + len(sync.PersonalAccountPatterns); n > manyPatterns {
		r.warn(fmt.Sprintf("OrganizationSync has %d patterns, which page loads are compared with one by one: write at most %d, with parameters", n, manyPatterns))
	}
	for _, list := range [...]struct {
		option string
		texts  []string
	}{{"OrganizationPatterns", sync.OrganizationPatterns}, {"PersonalAccountPatterns", sync.PersonalAccountPatterns}} {
		for n, text := range list.texts {
			if text != "" && !strings.ContainsRune(`/({\`, rune(text[0])) {
				r.warn(fmt.Sprintf("OrganizationSync.%s: entry %d does not begin with a slash, as every path does, and so matches no page", list.option, n+1))
			}
		}
	}
	for n, pattern := range r.instance.patterns.organizations {
		if !slices.Contains(pattern.names, "id") && !slices.Contains(pattern.names, "slug") {
			r.warn(fmt.Sprintf("OrganizationSync.OrganizationPatterns: entry %d names no organization: it has neither :id nor :slug", n+1))
		}
	}
}

func (r *resolver) compile(option string, texts []string) []pathPattern {
	if len(texts) > maxPatterns {
		r.refuse(setting{option: option}, "there are more than 100 patterns", "write them shorter, with parameters")
		return nil
	}
	var out []pathPattern
	for n, text := range texts {
		pattern, err := compilePattern(text)
		switch {
		case text == "":
			r.refuse(setting{option: option}, fmt.Sprintf("entry %d: it is empty", n+1), "remove it, or find out why its value is missing")
		case err != nil:
			r.refuse(setting{option: option}, fmt.Sprintf("entry %d: it %v", n+1, err), "write a pattern as in /orgs/:slug/(.*)")
		default:
			out = append(out, pattern)
		}
	}
	return out
}
