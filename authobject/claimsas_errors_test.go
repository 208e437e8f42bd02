package authobject_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// leaky is a type of the user's whose decoder quotes what it was given, as many do.
type leaky struct{}

func (*leaky) UnmarshalJSON(b []byte) error { return fmt.Errorf("leaky: cannot read %s", b) }

// lonely takes one claim, and quotes two.
type lonely struct{}

func (*lonely) UnmarshalJSON(b []byte) error {
	var members map[string]any
	if json.Unmarshal(b, &members) != nil || len(members) > 1 {
		return fmt.Errorf("lonely: too much in %s", b)
	}
	return nil
}

// wrapping quotes and wraps the error of encoding/json.
type wrapping struct{}

func (*wrapping) UnmarshalJSON(b []byte) error {
	var n struct {
		Inner int `json:"inner"`
	}
	return fmt.Errorf("wrapping %s: %w", b, json.Unmarshal(b, &n))
}

// TestClaimsAsErrors holds that an error names the claim and never quotes it: whoever logs the error must not log a claim.
func TestClaimsAsErrors(t *testing.T) {
	for _, row := range []struct {
		name, claims string
		decode       func(*authobject.Auth) (any, error)
		says         string
	}{
		{"a text where a number is wanted", `"n":"hush"`, as[struct {
			N int `json:"n"`
		}], `claim "n" is not a int`},
		{"deep inside", `"meta":{"tier":{"hush":1}}`, as[nested], `claim "meta.tier" is not a string`},
		{"in a list", `"list":[{"tier":1},{"tier":["hush"]}]`, as[nested], `claim "list.tier" is not a string`},
		{"in a map", `"hash":"hush"`, as[map[string]int], `claim "sub" is refused`},
		{"a map of numbers as names", `"by":{"hush":1}`, as[struct {
			By map[int]int `json:"by"`
		}], `claim "by"`},
		{"a time", `"at":"hush"`, as[struct {
			At time.Time `json:"at"`
		}], `claim "at" is refused`},
		{"a number inside a text", `"n":"hush"`, as[struct {
			N int `json:"n,string"`
		}], `claim "n" is refused`},
		{"a number as text", `"n":"hush"`, as[struct {
			N json.Number `json:"n"`
		}], `claim "n" is refused`},
		{"bytes", `"b":"h-u-s-h-hush"`, as[struct {
			B []byte `json:"b"`
		}], `claim "b" is refused`},
		{"an address", `"ip":"hush"`, as[struct {
			IP netip.Addr `json:"ip"`
		}], `claim "ip" is refused`},
		{"a big number", `"n":"hush"`, as[struct {
			N *big.Int `json:"n"`
		}], `claim "n" is refused`},
		{"a decoder that quotes", `"x":{"y":"hush"}`, as[struct {
			X []leaky `json:"x"`
			Y leaky   `json:"y"`
		}], ``},
		{"a decoder that quotes, in a list", `"a":1,"x":["hush"]`, as[struct {
			A int     `json:"a"`
			X []leaky `json:"x"`
		}], `claim "x" is refused`},
		{"a decoder that quotes and wraps", `"x":{"inner":"hush"}`, as[struct {
			X wrapping `json:"x"`
		}], `is not a int`},
		{"a decoder that quotes, for all claims", `"x":"hush"`, as[leaky], `does not take a JSON object`},
		{"a decoder that minds two claims that stand together", `"x":"hush"`, as[lonely], `does not take these claims together`},
		{"a type that takes no object: a text", `"x":"hush"`, as[string], `do not fit string`},
		{"a type that takes no object: a list", `"x":"hush"`, as[[]string], `do not fit []string`},
		{"a type that takes no object: an interface", `"x":"hush"`, as[fmt.Stringer], `do not fit fmt.Stringer`},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := row.decode(caller(t, row.claims))
			if err == nil {
				t.Fatalf("got %+v and no error", got)
			}
			for problem := err; problem != nil; problem = errors.Unwrap(problem) {
				if text := fmt.Sprintf("%v %+v %#v", problem, problem, problem); strings.Contains(text, "hush") {
					t.Errorf("the error quotes the claim: %s", text)
				}
			}
			if !strings.Contains(err.Error(), row.says) {
				t.Errorf("the error %q does not say %q", err, row.says)
			}
			if got != nil && !reflect.ValueOf(got).IsZero() {
				t.Errorf("half a value comes with the error: %+v", got)
			}
		})
	}
}

func TestClaimsAsOfNobody(t *testing.T) {
	for name, nobody := range nobodies() {
		if got, err := authobject.ClaimsAs[tier](nobody); !errors.Is(err, authobject.ErrNoClaims) || got != (tier{}) {
			t.Errorf("%s: got %v, %v, want ErrNoClaims", name, got, err)
		}
	}
	if _, err := authobject.ClaimsAs[any](authobject.SignedOut(clerk.ReasonSessionTokenExpired)); !errors.Is(err, authobject.ErrNoClaims) {
		t.Errorf("got %v, want ErrNoClaims", err)
	}
}
