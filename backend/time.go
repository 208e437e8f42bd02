package backend

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Time is a moment in an answer of the Backend API, which writes Unix milliseconds. The zero Time stands for null, 0 and
// absent; ask IsZero. It decodes numbers with a fraction, numbers in a text, RFC 3339 texts, dates, and Unix seconds too, which some of Clerk's
// examples hold: a number below 100,000,000,000 counts as seconds, as in milliseconds it would lie before March 1973.
type Time struct {
	// Time is the moment, in the local time zone unless the answer names one.
	time.Time
}

// secondsBelow separates the two units.
const secondsBelow = 100_000_000_000

// MarshalJSON returns Unix milliseconds, or null for the zero Time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, t.UnixMilli(), 10), nil
}

// UnmarshalJSON reads what the comment of Time lists. Anything else is an error.
func (t *Time) UnmarshalJSON(data []byte) error {
	*t = Time{}
	if string(data) == "null" {
		return nil
	}
	if len(data) > 0 && data[0] == '"' {
		return t.unmarshalText(data)
	}
	number, err := strconv.ParseFloat(string(data), 64)
	switch {
	case err != nil || number < -1e15 || number > 1e15: // 31,000 years either way
		return fmt.Errorf("%.40q is not a time in Unix milliseconds", data)
	case number == 0:
	case number > -secondsBelow && number < secondsBelow:
		t.Time = time.UnixMilli(int64(number * 1000))
	default:
		t.Time = time.UnixMilli(int64(number))
	}
	return nil
}

func (t *Time) unmarshalText(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	if text == "" {
		return nil
	}
	if strings.Trim(text, "0123456789.") == "" {
		return t.UnmarshalJSON([]byte(text))
	}
	for _, layout := range [...]string{time.RFC3339, time.DateOnly} {
		if moment, err := time.Parse(layout, text); err == nil {
			t.Time = moment
			return nil
		}
	}
	return fmt.Errorf("%.40q is not a time by RFC 3339", text)
}
