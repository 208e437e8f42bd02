package main

import (
	"encoding/json"
	"iter"
	"maps"
	"time"

	"github.com/usher-auth/usher/authobject"
)

// reverification translates the parameter of the official has(): a preset's name, or an object with level and afterMinutes.
// Whatever is neither makes a check that refuses everybody.
func reverification(raw json.RawMessage, text string, isText bool) authobject.Check {
	if isText {
		return authobject.Reverified(authobject.Preset(text))
	}
	var custom struct {
		Level        authobject.FactorLevel `json:"level"`
		AfterMinutes float64                `json:"afterMinutes"`
	}
	if err := json.Unmarshal(raw, &custom); err != nil {
		return authobject.Check{}
	}
	return authobject.ReverifiedWithin(custom.Level, time.Duration(custom.AfterMinutes*float64(time.Minute)))
}

func mapKeys(m map[string]json.RawMessage) iter.Seq[string] { return maps.Keys(m) }

func ptr[T any](v T) *T { return &v }
