package multisession_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/multisession"
)

func TestRead(t *testing.T) {
	const invalid, ambiguous = clerk.ReasonSessionIDInvalid, clerk.ReasonSessionIDAmbiguous
	o := newOffice()
	c, err := multisession.New(instance(t, o.clock), multisession.Policy{Header: "x-clerk-session-id"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Header() != clerk.HeaderSessionID || c.Mode() != multisession.Assert {
		t.Errorf("the header is %q and the mode %q", c.Header(), c.Mode())
	}
	for _, row := range []struct {
		name            string
		params, headers []string
		want            multisession.Choice
	}{
		{"nothing", nil, nil, multisession.Choice{}},
		{"a parameter", []string{"sess_a1B"}, nil, multisession.Choice{ID: "sess_a1B"}},
		{"a header", nil, []string{"sess_a1B"}, multisession.Choice{ID: "sess_a1B"}},
		{"both, and they agree", []string{"sess_a"}, []string{"sess_a"}, multisession.Choice{ID: "sess_a"}},
		{"both, and they do not", []string{"sess_a"}, []string{"sess_b"}, multisession.Choice{Reason: ambiguous}},
		{"both, and one is empty", []string{"sess_a"}, []string{""}, multisession.Choice{Reason: ambiguous}},
		{"two parameters", []string{"sess_a", "sess_b"}, nil, multisession.Choice{Reason: ambiguous}},
		{"two that are equal", []string{"sess_a", "sess_a"}, nil, multisession.Choice{Reason: ambiguous}},
		{"two headers", nil, []string{"sess_a", "sess_a"}, multisession.Choice{Reason: ambiguous}},
		{"an empty parameter", []string{""}, nil, multisession.Choice{Reason: invalid}},
		{"the prefix alone", []string{"sess_"}, nil, multisession.Choice{Reason: invalid}},
		{"without the prefix", []string{"a1B"}, nil, multisession.Choice{Reason: invalid}},
		{"the longest", []string{"sess_" + strings.Repeat("a", 59)}, nil, multisession.Choice{ID: "sess_" + strings.Repeat("a", 59)}},
		{"longer than the longest", []string{"sess_" + strings.Repeat("a", 60)}, nil, multisession.Choice{Reason: invalid}},
		{"a megabyte", []string{"sess_" + strings.Repeat("a", 1<<20)}, nil, multisession.Choice{Reason: invalid}},
		{"an underscore", []string{"sess_a_b"}, nil, multisession.Choice{Reason: invalid}},
		{"a line break", []string{"sess_a\n"}, nil, multisession.Choice{Reason: invalid}},
		{"bytes that are not UTF-8", []string{"sess_\xff"}, nil, multisession.Choice{Reason: invalid}},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := http.Header{}
			if row.headers != nil {
				h[clerk.HeaderSessionID] = row.headers
			}
			if got := c.Read(row.params, h); got != row.want || got.IsZero() != (len(row.params)+len(row.headers) == 0) {
				t.Errorf("read %+v, want %+v", got, row.want)
			}
		})
	}
}

func TestAPolicyThatMakesNoSenseIsRefused(t *testing.T) {
	o := newOffice()
	for _, row := range []struct {
		name   string
		policy multisession.Policy
		api    multisession.API
		says   []string // nothing: it is accepted
	}{
		{"the zero policy", multisession.Policy{}, nil, nil},
		{"assert by name", multisession.Policy{Mode: multisession.Assert}, nil, nil},
		{"select", multisession.Policy{Mode: multisession.Select}, nil, nil},
		{"lookup", multisession.Policy{Mode: multisession.Lookup}, o, nil},
		{"a header of one's own", multisession.Policy{Header: "X-Session"}, nil, nil},
		{"lookup and nobody to ask", multisession.Policy{Mode: multisession.Lookup}, nil, []string{"CLERK_SECRET_KEY"}},
		{"an unknown mode", multisession.Policy{Mode: "any"}, nil, []string{`Mode is "any"`}},
		{"a header that is none", multisession.Policy{Header: "a b"}, nil, []string{"Header"}},
		{"a header that is taken", multisession.Policy{Header: "cookie"}, nil, []string{"something else already"}},
		{"bounds where nothing is asked", multisession.Policy{Timeout: 1}, nil, []string{"alone"}},
		{"everything at once", multisession.Policy{Mode: "x", Header: ":", Timeout: -1, MaxEntries: -1, MaxUnknown: 1}, nil,
			[]string{"Mode", "Header", "Timeout is", "MaxEntries is", "MaxUnknown is"}},
		{"a timeout that nobody waits for", multisession.Policy{Mode: multisession.Lookup, Timeout: 1 << 60}, o, []string{"Timeout is"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, err := multisession.New(instance(t, o.clock), row.policy, row.api)
			if len(row.says) == 0 {
				if err != nil || c == nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			for _, want := range row.says {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not say %q: %v", want, err)
				}
			}
		})
	}
	if _, err := multisession.New(nil, multisession.Policy{}, nil); err == nil || !strings.Contains(err.Error(), "the instance is nil") {
		t.Errorf("without an instance: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "sess_", "sess_2abc", "sess_a&b", "SESS_a", "sess_a,sess_b", "sess_%41"} {
		f.Add(seed, seed, true, false)
	}
	o := newOffice()
	c, err := multisession.New(instance(f, o.clock), multisession.Policy{Header: clerk.HeaderSessionID}, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, param, header string, hasParam, hasHeader bool) {
		var params []string
		h := http.Header{}
		if hasParam {
			params = []string{param}
		}
		if hasHeader {
			h[clerk.HeaderSessionID] = []string{header}
		}
		got := c.Read(params, h)
		switch {
		case got.ID != "" && got.Reason != "":
			t.Fatalf("it names a session and is refused: %+v", got)
		case got.ID != "" && (hasParam && got.ID != param || hasHeader && got.ID != header || !multisession.IsSessionID(got.ID)):
			t.Fatalf("of %q and %q it reads %+v", param, header, got)
		case got.IsZero() && (hasParam || hasHeader):
			t.Fatalf("%q and %q count as nothing", param, header)
		case got.Reason != "" && multisession.Refusal(got.Reason).Detail == "":
			t.Fatalf("%s has no sentence", got.Reason)
		}
	})
}
