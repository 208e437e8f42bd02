package asking_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/usher-auth/usher/internal/asking"
)

func TestRest(t *testing.T) {
	for _, row := range []struct {
		failures    int
		asked, want time.Duration
	}{
		{0, 0, time.Second}, {1, 0, 2 * time.Second}, {4, 0, 16 * time.Second}, {5, 0, 30 * time.Second}, {1 << 40, 0, 30 * time.Second},
		{0, 7 * time.Second, 7 * time.Second}, {4, 7 * time.Second, 16 * time.Second}, {0, time.Hour, time.Minute}, {0, -time.Hour, time.Second},
	} {
		if got := asking.Rest(row.failures, row.asked); got != row.want {
			t.Errorf("after %d failures, asked for %v: %v, want %v", row.failures, row.asked, got, row.want)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, row := range []struct {
		name, value string
		want        time.Duration
	}{
		{"seconds", "17", 17 * time.Second},
		{"with spaces around", " 17 ", 17 * time.Second},
		{"with leading zeros", "0017", 17 * time.Second},
		{"none", "", 0},
		{"nothing to wait for", "0", 0},
		{"a negative number", "-5", 0},
		{"a signed number", "+5", 0},
		{"half a second", "0.5", 0},
		{"a word", "soon", 0},
		{"a date", now.Add(90 * time.Second).Format(http.TimeFormat), 90 * time.Second},
		{"a date in the form of RFC 850", now.Add(90 * time.Second).Format("Monday, 02-Jan-06 15:04:05 GMT"), 90 * time.Second},
		{"a date that has passed", now.Add(-time.Hour).Format(http.TimeFormat), 0},
		{"a date far away", now.Add(48 * time.Hour).Format(http.TimeFormat), time.Hour},
		{"too long", "3601", time.Hour},
		{"longer than a duration can be", "9223372036", time.Hour},
		{"more than a number can hold", "99999999999999999999", time.Hour},
	} {
		if got := asking.RetryAfter(http.Header{"Retry-After": {row.value}}, now, time.Hour); got != row.want {
			t.Errorf("%s: %v, want %v", row.name, got, row.want)
		}
	}
	if got := asking.RetryAfter(nil, now, time.Hour); got != 0 {
		t.Errorf("without a header: %v", got)
	}
}
