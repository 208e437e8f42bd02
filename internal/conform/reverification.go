package main

import (
	"encoding/json"
	"math"
	"time"

	"github.com/usher-auth/usher/authobject"
)

// reverification translates the parameter of the official has(): a preset's name, or an object with level and afterMinutes.
// Whatever is neither makes a check that refuses everybody.
func reverification(raw json.RawMessage, text string, isText bool) authobject.Check {
	if isText {
		return authobject.Reverified(authobject.Preset(text))
	}
	var members map[string]json.RawMessage // a struct would take Level for level
	var level authobject.FactorLevel
	var minutes float64
	if json.Unmarshal(raw, &members) != nil || json.Unmarshal(members["level"], &level) != nil ||
		json.Unmarshal(members["afterMinutes"], &minutes) != nil {
		return authobject.Check{}
	}
	return authobject.ReverifiedWithin(level, age(minutes))
}

// age is a number of minutes as a Duration, which holds less: very long is its longest, and very short its shortest.
func age(minutes float64) time.Duration {
	switch d := minutes * float64(time.Minute); {
	case d >= math.MaxInt64:
		return math.MaxInt64
	case d > 0 && d < 1:
		return 1
	default:
		return time.Duration(d)
	}
}
