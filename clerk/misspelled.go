package clerk

import (
	"slices"
	"strings"
)

// othersVariables are read by Clerk's libraries for other languages, and spelled nearly like one of ours.
var othersVariables = [...]string{"CLERK_UI_URL"}

// misnomers are what people call variables that have another name, some of them after older pages of Clerk's.
var misnomers = map[string]string{
	"CLERK_WEBHOOK_SECRET":         "CLERK_WEBHOOK_SIGNING_SECRET",
	"CLERK_SIGNING_SECRET":         "CLERK_WEBHOOK_SIGNING_SECRET",
	"CLERK_WEBHOOK_SIGNING_KEY":    "CLERK_WEBHOOK_SIGNING_SECRET",
	"CLERK_SECRET":                 "CLERK_SECRET_KEY",
	"CLERK_API_SECRET_KEY":         "CLERK_SECRET_KEY",
	"CLERK_PUBLIC_KEY":             "CLERK_PUBLISHABLE_KEY",
	"CLERK_JWT_PUBLIC_KEY":         "CLERK_JWT_KEY",
	"CLERK_PEM_PUBLIC_KEY":         "CLERK_JWT_KEY",
	"CLERK_JWKS_PUBLIC_KEY":        "CLERK_JWT_KEY",
	"CLERK_MACHINE_KEY":            "CLERK_MACHINE_SECRET_KEY",
	"CLERK_BACKEND_API_URL":        "CLERK_API_URL",
	"CLERK_API_BASE_URL":           "CLERK_API_URL",
	"CLERK_FRONTEND_API_PROXY_URL": "CLERK_PROXY_URL",
}

// misspelled warns of variables in environ, as of os.Environ, that nobody reads and that look like one whose setting has no value:
// a slip of the pen, an older name, or the name that the front end's build tool wants (VITE_CLERK_PUBLISHABLE_KEY). Names are
// no secrets; values are not looked at.
func (r *resolver) misspelled(environ []string) {
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if value == "" || !strings.Contains(strings.ToUpper(name), "CLERK") || slices.Contains(r.known, name) || slices.Contains(othersVariables[:], name) {
			continue
		}
		for _, missing := range r.missing {
			if misnomers[name] == missing || strings.HasSuffix(name, "_"+missing) || near(strings.ToUpper(name), missing) {
				r.slips = append(r.slips, "the environment variable "+name+" is not read: if "+missing+" is meant, rename it")
				r.warn(r.slips[len(r.slips)-1])
				break
			}
		}
	}
}

// near reports whether at most two letters that are wrong, missing or too many tell a from b.
func near(a, b string) bool {
	const most = 2
	if max(len(a), len(b)) > min(len(a), len(b))+most {
		return false
	}
	row := make([]int, len(b)+1) // of the distances between the beginning of a and each beginning of b
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)] <= most
}
