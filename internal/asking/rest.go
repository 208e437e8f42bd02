package asking

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// MinRest is how long whoever failed is left alone at least, and what who has to come again is told at least.
const MinRest = time.Second

// maxRest bounds the rest that comes of failures alone.
const maxRest = 30 * time.Second

// Rest returns how long to leave somebody alone who has failed again after so many failures: a second at first, twice as long
// after each further one, up to 30 seconds. A Retry-After is honoured up to twice that, so that no outage outlives itself.
func Rest(failures int, asked time.Duration) time.Duration {
	return min(max(min(MinRest<<min(failures, 10), maxRest), asked), 2*maxRest)
}

// RetryAfter reads a Retry-After header: seconds, or a date (RFC 9110 section 10.2.3). What it asks for is cut off at most; it is
// 0 for anything else and for what lies in the past.
func RetryAfter(header http.Header, now time.Time, most time.Duration) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	switch {
	case value == "":
		return 0
	case strings.Trim(value, "0123456789") == "":
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil || seconds > int64(most/time.Second) {
			return most
		}
		return time.Duration(seconds) * time.Second
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return min(max(date.Sub(now), 0), most)
}
