package contract

import (
	"fmt"
	"slices"
	"strconv"
)

// A sample is a JSON value that fits a schema.
type sample struct {
	name    string
	value   any
	places  map[string]*schema // the schema of each object in it, by its path: "/data/0/verification"
	nulls   []place            // what may be null in it
	full    bool               // every field is there
	strange bool               // it has fields and values that the document does not know
	odd     bool               // it has a value in the place of a union that is no object, of which nothing has to come through
	wrapped bool               // it is a list in an object, which the document does not say
}

// strangeField is a field that no schema has.
const strangeField = "not_known_yet"

// A place is a field of an object in a sample.
type place struct {
	path  string
	owner *schema
	name  string
}

// A maker makes a sample. Numbers are Unix milliseconds and texts are numbered, so that no two leaves are equal.
type maker struct {
	full    bool           // optional fields too
	member  int            // which member of unions, modulo their number
	null    string         // the path that is null
	zero    bool           // scalars that are optional are "", 0 and false
	strange bool           // unknown fields and values too
	fixed   map[string]any // values for fields of the outermost object
	odd     any            // what unions within the sample are, if it is not nil
	count   int
	sample  *sample
}

func (m maker) make(name string, s *schema) *sample {
	m.sample = &sample{name: name, places: map[string]*schema{}, full: m.full && m.null == "" && !m.zero, strange: m.strange}
	m.sample.value = m.value(s, "")
	return m.sample
}

func (m *maker) value(s *schema, path string) any {
	switch s.kind {
	case object:
		return m.object(s, path)
	case list:
		if s.item.kind == unknown {
			return []any{}
		}
		items := []any{m.value(s.item, path+"/0")}
		if s.item.kind != object && s.item.kind != union {
			items = append(items, m.value(s.item, path+"/1"))
		}
		return items
	case dict:
		value := map[string]any{"key": m.value(s.item, path+"/key")}
		if s.item.nullable {
			value["gone"] = nil
		}
		return value
	case union:
		if m.odd != nil && path != "" {
			m.sample.odd = true
			return m.odd
		}
		return m.value(s.members[m.member%len(s.members)], path)
	case anything:
		m.count++
		return map[string]any{"n": float64(m.count), "list": []any{"a", nil}, "deep": map[string]any{"null": nil}}
	default:
		return m.scalar(s)
	}
}

func (m *maker) object(s *schema, path string) any {
	m.sample.places[path] = s
	value := map[string]any{}
	for _, f := range s.fields {
		here := path + "/" + f.name
		if f.nullable {
			m.sample.nulls = append(m.sample.nulls, place{here, s, f.name})
		}
		fixed, isFixed := m.fixed[f.name]
		switch {
		case here == m.null:
			value[f.name] = nil
		case f.kind == unknown && !isFixed:
		case isFixed && (path == "" || path == "/data/0"):
			value[f.name] = fixed
		case !f.required && !m.full && !slices.Contains(s.together, f.name):
		case m.zero && !f.required:
			value[f.name] = m.zeroOf(f.schema, here)
		default:
			value[f.name] = m.value(f.schema, here)
		}
	}
	if m.strange {
		value[strangeField] = map[string]any{"a": []any{true, nil, 1.5}}
	}
	return value
}

func (m *maker) scalar(s *schema) any {
	m.count++
	switch s.kind {
	case boolean:
		return len(s.enum) != 1 || s.enum[0] == "true"
	case integer:
		if s.format == "int32" {
			return float64(m.count)
		}
		return float64(1_700_000_000_000 + m.count)
	case number:
		if s.format != "" {
			return float64(m.count) + 0.5
		}
		return float64(1_700_000_000_000 + m.count)
	}
	switch {
	case m.strange && len(s.enum) > 0:
		return "not_known_yet"
	case len(s.enum) > 0:
		return s.enum[0]
	case s.format == "date-time":
		return fmt.Sprintf("2024-01-02T03:%02d:%02dZ", m.count/60%60, m.count%60)
	case s.format == "date":
		return fmt.Sprintf("2024-%02d-%02d", m.count/28%12+1, m.count%28+1)
	case s.format == "email":
		return fmt.Sprintf("ada+%d@example.com", m.count)
	case s.format == "uri":
		return fmt.Sprintf("https://example.com/%d", m.count)
	}
	return "text " + strconv.Itoa(m.count)
}

// zeroOf returns what a Go client is prone to leave out.
func (m *maker) zeroOf(s *schema, path string) any {
	switch s.kind {
	case boolean:
		return false
	case integer, number:
		return 0.0
	case textual:
		if s.format == "date-time" {
			return m.value(s, path)
		}
		return ""
	case list:
		return []any{}
	case anything, dict:
		return map[string]any{}
	default:
		return m.value(s, path)
	}
}

// unionSize returns the number of members of the largest union in a schema.
func unionSize(s *schema) int {
	size := 1
	switch s.kind {
	case object:
		for _, f := range s.fields {
			size = max(size, unionSize(f.schema))
		}
	case list, dict:
		size = unionSize(s.item)
	case union:
		size = len(s.members)
		for _, member := range s.members {
			size = max(size, unionSize(member))
		}
	}
	return size
}
