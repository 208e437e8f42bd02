package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/internal/conform/replay"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const recordings = "../../testdata/conformance"

// differences are the cases that Usher decides otherwise on purpose although the recording does not call them advisory. Each is
// named and explained in docs/differences.md.
var differences = []string{
	"header-claims/sub-empty",
	"jwt-category/handshake-session-empty", "jwt-category/handshake-session-null", "jwt-category/handshake-session-unknown",
	"options/publishable-key-missing", "options/publishable-key-missing-any", "options/publishable-key-missing-oauth",
	"options/secret-key-empty", "options/secret-key-missing-with-jwtKey",
	"options/secret-key-odd-prefix", "options/secret-test-publishable-live",
	"satellite/dev-m2m-accepts-skips-assertions",
	"integration-handshake/Handshake result - prod - nominal", "handshake-token/prod-query-post",
	"machine-backend/ak-revoked", "machine-backend/ak-expired", "machine-backend/mt-revoked", "machine-backend/mt-expired",
}

func TestConformance(t *testing.T) {
	cases, expected, err := replay.Load(recordings)
	if err != nil {
		t.Fatal(err)
	}
	listed, err := replay.Differences("../../docs/differences.md")
	if err != nil {
		t.Fatal(err)
	}
	decided, advisory := 0, 0
	for _, c := range cases {
		want := expected[c.Name]
		decided++
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			diff := replay.Compare(want, answerTo(t, c))
			listed := listed(c.Name)
			switch {
			case listed && len(diff) == 0:
				t.Error("is named in docs/differences.md and does not differ")
			case c.Advisory && len(diff) > 0 && !listed:
				t.Errorf("differs from an advisory recording and is not listed in docs/differences.md:\n%s", strings.Join(diff, "\n"))
			case c.Advisory:
			case slices.Contains(differences, c.Name):
				if !listed {
					t.Error("is expected to be named in docs/differences.md")
				}
			case len(diff) > 0:
				t.Errorf("differs from the recording:\n%s", strings.Join(diff, "\n"))
			}
		})
		if c.Advisory {
			advisory++
		}
	}
	t.Logf("%d cases decided, %d of them advisory, %d listed as deliberate differences", decided, advisory, len(differences))
	if decided < 1000 {
		t.Errorf("only %d cases were decided; the recording should hold more than 1,000", decided)
	}
}

// answerTo runs one case through the adapter as a driver would: a line in, a line out.
func answerTo(t *testing.T, c replay.Case) replay.Answer {
	t.Helper()
	line, stop, err := c.Line()
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	var out bytes.Buffer
	if err := run(bytes.NewReader(append(line, '\n')), &out); err != nil {
		t.Fatal(err)
	}
	var answer replay.Answer
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	if answer["name"] != c.Name {
		t.Fatalf("the answer is for %v", answer["name"])
	}
	return answer
}

func TestEveryCaseGetsAnAnswer(t *testing.T) {
	cases, _, err := replay.Load(recordings)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		switch status := answerTo(t, c)["status"]; status {
		case "signed-in", "signed-out", "handshake", "error":
		default:
			t.Errorf("%s: status %v", c.Name, status)
		}
	}
}

func TestCompareSeesADifference(t *testing.T) {
	base := func() replay.Answer {
		return replay.Answer{"status": "signed-in", "reason": nil, "auth": map[string]any{"userId": "user_1"}, "has": []any{true}}
	}
	for _, row := range []struct {
		name   string
		change func(replay.Answer)
	}{
		{"another status", func(a replay.Answer) { a["status"] = "signed-out" }},
		{"another user", func(a replay.Answer) { a["auth"] = map[string]any{"userId": "user_2"} }},
		{"another result of has", func(a replay.Answer) { a["has"] = []any{false} }},
		{"a header that was not recorded", func(a replay.Answer) { a["headers"] = map[string]any{"location": "https://x/"} }},
		{"a cookie that was not recorded", func(a replay.Answer) { a["setCookies"] = []any{"a=b"} }},
	} {
		t.Run(row.name, func(t *testing.T) {
			changed := base()
			row.change(changed)
			if len(replay.Compare(base(), base())) != 0 || len(replay.Compare(base(), changed)) == 0 {
				t.Error("Compare does not tell the two apart")
			}
		})
	}
}
