package backendapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Shortcodes stand for facts in the claims of JWT templates (Clerk: JWT templates, shortcodes):
//
//	"{{user.id}}"                                  the value, of its own type; null where there is none
//	"{{user.public_metadata.plan}}"                a member of an object
//	"{{user.first_name || user.username}}"         the first that there is
//	"{{user.public_metadata.age || 42}}"           a text in quotes, a number, true or false at the end
//	"{{user.first_name}} <{{user.username}}>"      within a text; nothing where there is no value
//
// One that is misspelled names nothing.
type shortcodes struct{ facts map[string]any }

var shortcode = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// object renders the members of an object into a new one.
func (s shortcodes) object(members map[string]any) map[string]any {
	out := make(map[string]any, len(members))
	for name, value := range members {
		out[name] = s.value(value)
	}
	return out
}

func (s shortcodes) value(value any) any {
	switch value := value.(type) {
	case string:
		return s.text(value)
	case map[string]any:
		return s.object(value)
	case []any:
		out := make([]any, len(value))
		for i, item := range value {
			out[i] = s.value(item)
		}
		return out
	default:
		return value
	}
}

// text renders a text, which becomes another type if it is nothing but a shortcode.
func (s shortcodes) text(text string) any {
	if at := shortcode.FindStringIndex(text); at != nil && at[0] == 0 && at[1] == len(text) {
		return s.choose(text[2 : len(text)-2])
	}
	return shortcode.ReplaceAllStringFunc(text, func(code string) string {
		switch value := s.choose(code[2 : len(code)-2]).(type) {
		case nil:
			return ""
		case string:
			return value
		case map[string]any, []any, []string:
			written, _ := json.Marshal(value) // it came as JSON
			return string(written)
		default:
			return fmt.Sprint(value)
		}
	})
}

// choose returns the first alternative that there is.
func (s shortcodes) choose(alternatives string) any {
	for alternative := range strings.SplitSeq(alternatives, "||") {
		if value := s.operand(strings.TrimSpace(alternative)); value != nil {
			return value
		}
	}
	return nil
}

func (s shortcodes) operand(text string) any {
	if n := len(text); n >= 2 && (text[0] == '\'' || text[0] == '"') && text[n-1] == text[0] {
		return text[1 : n-1]
	}
	var literal any
	if decodeExactly([]byte(text), &literal) == nil {
		switch literal.(type) {
		case bool, json.Number:
			return literal
		}
	}
	var value any = s.facts
	for name := range strings.SplitSeq(text, ".") {
		members, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = members[name]
	}
	return value
}
