package jsonmember

import (
	"encoding/json"
	"math"
	"strconv"
)

// maxSeconds is the last moment that a JavaScript Date can hold, in the year 275760: what lies beyond is not a date that Clerk
// means.
const maxSeconds = 8_640_000_000_000

// NumericDate reads a date as JWTs write it, seconds since 1970 (RFC 7519 section 2), cut to whole seconds as the official SDK does.
// It reports false for anything but a number, and for a number that is no date.
func NumericDate(raw json.RawMessage) (seconds int64, ok bool) {
	return numericDate(string(raw))
}

func numericDate(text string) (seconds int64, ok bool) {
	// A date is ten digits as a rule, and reading those as a float costs as much as all the rest of a token's claims.
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && -maxSeconds <= n && n <= maxSeconds {
		return n, true
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(n) > maxSeconds {
		return 0, false
	}
	return int64(n), true
}
