package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// A schema is what the checks need to know of a schema of the document: references resolved, allOf merged.
type schema struct {
	id         string // the name of the component, or of the place it stands at
	kind       kind
	format     string
	enum       []string
	nullable   bool
	fields     []field
	item       *schema // of a list or a dict
	members    []*schema
	together   []string // names of which minimal samples need one more field than those that are required
	deprecated bool
}

type kind uint8

const (
	anything kind = iota
	object
	list
	dict
	union
	textual
	integer
	number
	boolean
	unknown // the tables name it and say no more
)

// A field is a property of an object.
type field struct {
	name       string
	required   bool
	nullable   bool
	deprecated bool
	*schema
}

// field returns the property with the name, or nil.
func (s *schema) field(name string) *field {
	for i := range s.fields {
		if s.fields[i].name == name {
			return &s.fields[i]
		}
	}
	return nil
}

// A translator makes schemas of those of the document.
type translator struct{ known map[string]*schema }

const componentPrefix = "#/components/schemas/"

// translate returns the schema behind a reference. The id is its name if it has none of its own.
func (tr *translator) translate(ref *openapi3.SchemaRef, id string) *schema {
	name, named := strings.CutPrefix(ref.Ref, componentPrefix)
	if !named {
		return tr.inline(ref.Value, id)
	}
	if known := tr.known[name]; known != nil {
		return known
	}
	s := tr.inline(ref.Value, name)
	tr.known[name] = s
	return s
}

func (tr *translator) inline(v *openapi3.Schema, id string) *schema {
	s := &schema{id: id, nullable: v.Nullable, format: v.Format, deprecated: v.Deprecated}
	for _, value := range v.Enum {
		s.enum = append(s.enum, fmt.Sprint(value))
	}
	switch {
	case len(v.AllOf) == 1 && len(v.Properties) == 0:
		*s = *tr.translate(v.AllOf[0], id)
		s.nullable, s.deprecated = v.Nullable, v.Deprecated
	case len(v.AllOf) > 0:
		s.kind = object
		for i, part := range v.AllOf {
			s.merge(tr.translate(part, fmt.Sprintf("%s(%d)", id, i)).fields, v.Required)
		}
		s.merge(tr.properties(v, id), v.Required)
	case len(v.OneOf) > 0:
		s.kind, s.members = union, tr.members(v.OneOf, id)
	case len(v.AnyOf) > 0 && len(v.Properties) == 0:
		s.kind, s.members = union, tr.members(v.AnyOf, id)
	case v.Type.Is("array"):
		s.kind, s.item = list, tr.translate(v.Items, id+"[]")
	case len(v.Properties) > 0:
		s.kind = object
		s.merge(tr.properties(v, id), v.Required)
		for _, choice := range v.AnyOf {
			s.together = choice.Value.Required
		}
	case v.Type.Is("object") && v.AdditionalProperties.Schema != nil:
		s.kind, s.item = dict, tr.translate(v.AdditionalProperties.Schema, id+"{}")
	case v.Type.Is("string"):
		s.kind = textual
	case v.Type.Is("integer"):
		s.kind = integer
	case v.Type.Is("number"):
		s.kind = number
	case v.Type.Is("boolean"):
		s.kind = boolean
	}
	return s
}

func (tr *translator) members(refs openapi3.SchemaRefs, id string) []*schema {
	var members []*schema
	for i, ref := range refs {
		members = append(members, tr.translate(ref, fmt.Sprintf("%s(%d)", id, i)))
	}
	return members
}

func (tr *translator) properties(v *openapi3.Schema, id string) []field {
	var fields []field
	for _, name := range sorted(v.Properties) {
		s := tr.translate(v.Properties[name], id+"."+name)
		fields = append(fields, field{
			name: name, required: slices.Contains(v.Required, name), nullable: s.nullable, deprecated: s.deprecated, schema: s,
		})
	}
	return fields
}

// merge adds fields; of two with one name the later counts.
func (s *schema) merge(fields []field, required []string) {
	for _, f := range fields {
		f.required = f.required || slices.Contains(required, f.name)
		if have := s.field(f.name); have != nil {
			f.required = f.required || have.required
			*have = f
		} else {
			s.fields = append(s.fields, f)
		}
	}
}
