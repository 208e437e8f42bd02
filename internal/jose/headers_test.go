package jose_test

import (
	"errors"
	"strings"
	"testing"
	"unsafe"

	"github.com/usher-auth/usher/internal/jose"
)

// tokenWith returns a token with a header, whose signature nobody made.
func tokenWith(header string) string {
	return b64([]byte(header)) + "." + plainPayload + "." + b64([]byte("signature"))
}

func TestOnlyAHeaderWrittenTheSameIsKnown(t *testing.T) {
	const known = `{"alg":"RS256","kid":"ins_1","typ":"JWT"}`
	kept, err := jose.Split(tokenWith(known))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name, header string
		kid          string
		err          error
	}{
		{"the same", known, "ins_1", nil},
		{"another key", `{"alg":"RS256","kid":"ins_2","typ":"JWT"}`, "ins_2", nil},
		{"as long, and another algorithm", `{"alg":"HS256","kid":"ins_1","typ":"JWT"}`, "ins_1", nil},
		{"the beginning of it", known[:len(known)-1], "", jose.ErrHeader},
		{"one that goes on", known + " ", "ins_1", nil},
		{"extensions", `{"alg":"RS256","kid":"ins_1","crit":["x"]}`, "", jose.ErrCritical},
	} {
		t.Run(row.name, func(t *testing.T) {
			var headers jose.Headers
			headers.Keep(kept)
			got, err := headers.Split(tokenWith(row.header))
			if !errors.Is(err, row.err) || err == nil && (got.Header.KeyID != row.kid || (got.Header.Algorithm == jose.RS256) != !strings.Contains(row.header, "HS256")) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestALongHeaderIsNotKept(t *testing.T) {
	var headers jose.Headers
	long, err := jose.Split(tokenWith(`{"alg":"RS256","note":"` + strings.Repeat("x", 600) + `"}`))
	if err != nil {
		t.Fatal(err)
	}
	headers.Keep(long)
	if headers.Known() != "" {
		t.Error("a header of more than 512 bytes is kept")
	}
	short, err := jose.Split(tokenWith(`{"alg":"RS256"}`))
	if err != nil {
		t.Fatal(err)
	}
	if headers.Keep(short); headers.Known() == "" {
		t.Error("a short one is not")
	}
}

// TestTheHeaderOfTheLastGoodTokenIsKept is what happens after a rotation.
func TestTheHeaderOfTheLastGoodTokenIsKept(t *testing.T) {
	var headers jose.Headers
	for _, header := range []string{`{"alg":"RS256","kid":"ins_1"}`, `{"alg":"RS256","kid":"ins_2"}`, `{"alg":"RS256","kid":"ins_2"}`} {
		c, err := jose.Split(tokenWith(header))
		if err != nil {
			t.Fatal(err)
		}
		if headers.Keep(c); headers.Known() != b64([]byte(header)) {
			t.Errorf("%q is kept after a token with %s", headers.Known(), header)
		}
	}
}

// TestAKeptHeaderIsNoPartOfItsToken looks at where the text lies: a part of a token keeps all of it in memory.
func TestAKeptHeaderIsNoPartOfItsToken(t *testing.T) {
	text := tokenWith(`{"alg":"RS256","kid":"ins_1"}`)
	c, err := jose.Split(text)
	if err != nil {
		t.Fatal(err)
	}
	var headers jose.Headers
	headers.Keep(c)
	if known := headers.Known(); !strings.HasPrefix(text, known) || unsafe.StringData(known) == unsafe.StringData(text) {
		t.Error("the header that is kept is a part of the token")
	}
}
