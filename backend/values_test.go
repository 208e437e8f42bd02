package backend_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
)

func TestTimeDecodes(t *testing.T) {
	want := time.Date(2023, 11, 14, 22, 13, 20, 0, time.UTC)
	for _, row := range []struct {
		name, text string
		want       time.Time
	}{
		{"milliseconds", "1700000000000", want},
		{"milliseconds with a fraction", "1700000000000.0", want},
		{"milliseconds with an exponent", "1.7e12", want},
		{"seconds", "1700000000", want},
		{"milliseconds in a text", `"1700000000000"`, want},
		{"a date", `"2023-11-14"`, time.Date(2023, 11, 14, 0, 0, 0, 0, time.UTC)},
		{"RFC 3339", `"2023-11-14T22:13:20Z"`, want},
		{"null", "null", time.Time{}},
		{"zero", "0", time.Time{}},
		{"the empty text", `""`, time.Time{}},
	} {
		var got backend.Time
		if err := json.Unmarshal([]byte(row.text), &got); err != nil || !got.Equal(row.want) || got.IsZero() != row.want.IsZero() {
			t.Errorf("%s: got %v, error %v", row.name, got, err)
		}
	}
	for _, text := range []string{`"yesterday"`, `{}`, `[]`, `true`, `1e300`, `-1e16`, `"`} {
		var got backend.Time
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s was taken for a time: %v", text, got)
		}
	}
}

func TestTimeEncodesAsItCame(t *testing.T) {
	for _, text := range []string{"1700000000123", "null"} {
		var v backend.Time
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(v); err != nil || string(got) != text {
			t.Errorf("%s became %s, error %v", text, got, err)
		}
	}
}

func TestMetadataDecode(t *testing.T) {
	type plan struct{ Plan string }
	var user backend.User
	if err := json.Unmarshal([]byte(`{"id":"user_1","public_metadata":{"plan":"pro"},"private_metadata":null}`), &user); err != nil {
		t.Fatal(err)
	}
	got := plan{"none"}
	if err := user.PublicMetadata.Decode(&got); err != nil || got.Plan != "pro" {
		t.Errorf("got %+v, error %v", got, err)
	}
	got = plan{"none"}
	if err := user.PrivateMetadata.Decode(&got); err != nil || got.Plan != "none" || user.PrivateMetadata != nil {
		t.Errorf("null: got %+v, error %v", got, err)
	}
	var wrong []string
	if err := user.PublicMetadata.Decode(&wrong); err == nil || !strings.Contains(err.Error(), "[]string") {
		t.Errorf("an object was decoded into a list: %v", err)
	}
}

func TestSecretIsSeenOnlyByThoseWhoAskForIt(t *testing.T) {
	const text = "mt_very_secret"
	var token struct {
		Token backend.Secret `json:"token"`
	}
	if err := json.Unmarshal([]byte(`{"token":"`+text+`"}`), &token); err != nil || string(token.Token) != text {
		t.Fatalf("got %q, error %v", string(token.Token), err)
	}
	var seen bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&seen, verb+verb+"\n", token, token.Token)
	}
	slog.New(slog.NewJSONHandler(&seen, nil)).Info("x", "token", token.Token, "in", token)
	slog.New(slog.NewTextHandler(&seen, nil)).Info("x", "token", token.Token, "in", token)
	encoded, err := json.Marshal(token)
	seen.Write(encoded)
	if err != nil || strings.Contains(seen.String(), text) || strings.Contains(seen.String(), fmt.Sprintf("%x", text)) {
		t.Errorf("the secret shows (error %v): %s", err, seen.String())
	}
	if string(encoded) != `{"token":"[redacted]"}` {
		t.Errorf("it encodes as %s", encoded)
	}
}
