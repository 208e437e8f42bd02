package backendapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// An Opt is a param that may be missing, or null where its tag allows it.
type Opt[T any] struct {
	Set   bool // it is there, be it null
	Null  bool
	Value T
}

// A target is an Opt of whatever type.
type target interface{ begin(null bool) any }

func (o *Opt[T]) begin(null bool) any {
	o.Set, o.Null = true, null
	return &o.Value
}

// Into puts the value into its place, if it is there; null is the zero value.
func (o Opt[T]) Into(place *T) {
	if o.Set {
		*place = o.Value
	}
}

// Keep is Into for what null leaves as it is.
func (o Opt[T]) Keep(place *T) {
	if o.Set && !o.Null {
		*place = o.Value
	}
}

// decodeJSON decodes a param of a body: a string, bool, int64, float64, []string, time.Time (RFC 3339), an object (world.Metadata), any
// JSON (json.RawMessage), what decodeNested knows, or an Opt of one. null is refused unless the param is nullable.
func decodeJSON(param param, text json.RawMessage, into any, p *problems) {
	null := string(text) == "null"
	if null && !param.nullable {
		p.add(refusal.About(param.name, "form_param_nil", "is null", "must not be null; leave it out to keep what is there."))
		return
	}
	if o, ok := into.(target); ok {
		into = o.begin(null)
	}
	if null {
		return
	}
	switch into := into.(type) {
	case *string:
		decodeValue(param, text, into, "string", p)
		if param.required && string(text) == `""` {
			p.add(refusal.About(param.name, "form_param_nil", "is empty", "must not be empty."))
		}
		param.oneOfThem(*into, p)
	case *bool:
		decodeValue(param, text, into, "boolean", p)
	case *int64:
		decodeValue(param, text, into, "integer", p)
	case *float64:
		decodeValue(param, text, into, "number", p)
	case *[]string:
		var items []*string
		if decodeValue(param, text, &items, "array of strings", p); slices.Contains(items, nil) {
			mismatch(param, "array of strings", p)
			return
		}
		*into = []string{}
		for _, item := range items {
			*into = append(*into, *item)
			param.oneOfThem(*item, p)
		}
	case *time.Time:
		*into = decodeTime(param, text, p)
	case *world.Metadata:
		if decodeExactly(text, into) != nil {
			p.invalid(param.name, "must be a JSON object.")
		}
	case *json.RawMessage:
		*into = bytes.Clone(text)
	default:
		if !decodeNested(param, text, into, p) {
			panic(fmt.Sprintf("backendapi: the param %s has the type %T, which no body can hold", param.name, into))
		}
	}
}

func decodeValue(param param, text json.RawMessage, into any, kind string, p *problems) {
	if json.Unmarshal(text, into) != nil {
		mismatch(param, kind, p)
	}
}

func mismatch(param param, kind string, p *problems) {
	p.add(refusal.About(param.name, "form_param_type_invalid", "is invalid", "must be of the type %s.", kind))
}

// oneOfThem checks a text against the tag oneof.
func (param param) oneOfThem(text string, p *problems) {
	if len(param.oneOf) > 0 && !slices.Contains(param.oneOf, text) {
		p.invalid(param.name, "must be one of %s.", strings.Join(param.oneOf, ", "))
	}
}

func decodeTime(param param, text json.RawMessage, p *problems) time.Time {
	var written string
	if json.Unmarshal(text, &written) != nil {
		mismatch(param, "string with a time by RFC 3339, as in 2012-10-20T07:15:20Z", p)
		return time.Time{}
	}
	moment, err := time.Parse(time.RFC3339, written)
	if err != nil || moment.Before(time.UnixMilli(1)) {
		p.add(refusal.About(param.name, "form_param_invalid_time", "invalid format",
			"must be a time after 1970 by RFC 3339, as in 2012-10-20T07:15:20.902Z."))
	}
	return moment.Truncate(time.Millisecond)
}

// decodeExactly decodes one JSON value, with numbers as they were written.
func decodeExactly(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(into)
}

// maxValues is how often a param of an address may be there.
const maxValues = 100

// An Order is the param order_by, whose tag oneof names what there is to order by.
type Order struct {
	Name       string
	Descending bool
}

// decodeText decodes a param of an address: a string, bool, time.Time (Unix milliseconds), []string (there several times), a
// selection, an Order, a limit or an offset, or an Opt of one.
func decodeText(param param, texts []string, into any, p *problems) {
	if o, ok := into.(target); ok {
		into = o.begin(false)
	}
	text := texts[0]
	switch into := into.(type) {
	case *string:
		*into = text
		param.oneOfThem(text, p)
	case *bool:
		if *into = text == "true"; !*into && text != "false" {
			p.invalid(param.name, "must be true or false.")
		}
	case *time.Time:
		ms, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			p.invalid(param.name, "must be a time in Unix milliseconds, as in 1700690400000.")
		}
		*into = time.UnixMilli(ms)
	case *limit:
		*into = limit(number(param, text, 1, maxLimit, p))
	case *offset:
		*into = offset(number(param, text, 0, 1<<31-1, p))
	case *[]string:
		*into = severalTexts(param, texts, p)
		for _, text := range *into {
			param.oneOfThem(text, p)
		}
	case *selection:
		*into = selectionOf(severalTexts(param, texts, p))
	case *Order:
		*into = decodeOrder(param, text, p)
	default:
		panic(fmt.Sprintf("backendapi: the param %s has the type %T, which no address can hold", param.name, into))
	}
}

func number(param param, text string, least, most int, p *problems) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		p.invalid(param.name, "must be an integer from %d to %d.", least, most)
		return least
	}
	return n
}

func severalTexts(param param, texts []string, p *problems) []string {
	if len(texts) > maxValues {
		p.add(refusal.About(param.name, "form_param_array_size_exceeded", "exceeds maximum size",
			"must not have over %d values.", maxValues))
	}
	return texts
}

func decodeOrder(param param, text string, p *problems) Order {
	name, descending := strings.CutPrefix(text, "-")
	if !descending {
		name = strings.TrimPrefix(name, "+")
	}
	if !slices.Contains(param.oneOf, name) {
		hint := ""
		if strings.HasPrefix(text, " ") {
			hint = " A plus sign has to be written as %2B in an address."
		}
		p.invalid(param.name, "must be one of %s, with + or - in front.%s", strings.Join(param.oneOf, ", "), hint)
	}
	return Order{name, descending}
}
