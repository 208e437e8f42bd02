package clerktest

import (
	"bytes"
	"encoding/json"
)

// Metadata is kept as encoding/json decodes it, with numbers as they were written (json.Number), so that none loses digits on
// its way through the instance. A value that is kept is never changed: what changes is copied first.

// metadataOf returns any object in the form in which it is kept. The error is that of encoding/json.
func metadataOf(object map[string]any) (map[string]any, error) {
	if object == nil {
		return nil, nil //nolint:nilnil // no metadata stays no metadata
	}
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	var kept map[string]any
	return kept, decodeExactly(text, &kept)
}

// decodeExactly decodes one JSON value, with numbers as they were written.
func decodeExactly(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(into)
}

// plainMetadata returns a copy as json.Unmarshal decodes it.
func plainMetadata(object map[string]any) map[string]any {
	if object == nil {
		return nil
	}
	plain, _ := plainValue(object).(map[string]any)
	return plain
}

func plainValue(value any) any {
	switch value := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(value))
		for name, member := range value {
			out[name] = plainValue(member)
		}
		return out
	case []any:
		out := make([]any, len(value))
		for i, item := range value {
			out[i] = plainValue(item)
		}
		return out
	case json.Number:
		if number, err := value.Float64(); err == nil {
			return number
		}
		return value // beyond a float64
	}
	return value
}
