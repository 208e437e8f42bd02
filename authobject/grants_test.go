package authobject

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/internal/jsonmember"
)

// TestGrantsIsMembership asks random organizations for permissions that they have and that they have not, and holds the answers
// against the list of all.
func TestGrantsIsMembership(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	list := func(most int, from ...string) string {
		var out []string
		for range r.IntN(most + 1) {
			out = append(out, pick(from...))
		}
		return strings.Join(out, ",")
	}
	wanted := []string{"org:posts:read", "org:posts:edit", "org:a:read", "org:a:b:read", "org:posts:", "org::read", "org:", "org:none:read"}
	granted, unknown := 0, 0
	for range 50_000 {
		features := list(4, "o:posts", "u:posts", "ou:a", "uo:a", " o:a:b ", "o:", "x:posts", "posts", "o:posts")
		o := organization{packed: r.IntN(4) > 0, odd: r.IntN(20) == 0}
		o.names = list(4, "read", "edit", " read", "", "b:read")
		o.fpm = list(4, "0", "1", "2", "3", " 7 ", "", "x", "-1", "18446744073709551616", "18446744073709551617", "99999999999999999999999")
		o.list = jsonmember.Value(pick(`["org:posts:read","org:a:read"]`, `[]`, `["org:\u0061:read",1,null]`, `"org:posts:read"`, ``, `null`, `{}`, `["x"]`,
			`["xorg:a:read", "org:posts:read"]`, `[["org:a:read"]]`, `[{"org:a:read":1}]`, `["org:a:read\"", "org:a:readx"]`, "[\"org:a:read\xff\"]", `["org:a:b:read","org:"]`))
		if r.IntN(3) == 0 {
			o.names = strings.Repeat("x,", 63) + "read," + strings.Repeat("y,", 3) + "edit" // bits beyond a word
			o.fpm = pick("9223372036854775808", "18446744073709551615", "147573952589676412928", "166020696663385964544")
		}
		have, known := o.permissions(features)
		for _, want := range wanted {
			got, gotKnown := o.grants(features, want)
			if has := slices.Contains(have, want); got != has || !got && gotKnown != known {
				t.Fatalf("%+v with %q: %s is granted: %v, known %v; of %q, known %v", o, features, want, got, gotKnown, have, known)
			}
			if got {
				granted++
			} else if !gotKnown {
				unknown++
			}
		}
	}
	if granted == 0 || unknown == 0 {
		t.Errorf("%d granted and %d unknown: nothing was compared", granted, unknown)
	}
}
