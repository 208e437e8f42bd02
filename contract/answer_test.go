package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/usher-auth/usher/backend"
)

// verifications are the operations whose answer says whether something is good, and what it says then. Everything else has to
// be an error, so that nobody takes a token for a caller that is none any more.
var verifications = map[string]map[string]any{
	"APIKeys.Verify":                      active,
	"M2MTokens.Verify":                    active,
	"OAuthApplications.VerifyAccessToken": active,
	"Users.VerifyPassword":                {"verified": true},
	"Users.VerifyTOTP":                    {"verified": true},
	"EmailAddresses.AttemptVerification":  {"status": "verified"},
	"PhoneNumbers.AttemptVerification":    {"status": "verified"},
}

// active is what an answer says of a token that is good. It expires in 2100.
var active = map[string]any{"revoked": false, "expired": false, "active": true, "expiration": 4_102_444_800_000.0}

// answers returns the samples of what an operation answers. A sample with a null in it is left out where skip says so.
func answers(op *operation, skip func(place) bool) []*sample {
	fixed := verifications[op.name]
	var samples []*sample
	for member := range unionSize(op.answer) {
		m := maker{full: true, member: member, fixed: fixed}
		if op.answer.kind == union && refuses(op.answer.members[member%len(op.answer.members)]) {
			continue
		}
		full := m.make(fmt.Sprintf("everything, member %d of the unions", member), op.answer)
		samples = append(samples, full)
		for _, null := range full.nulls {
			if !skip(null) {
				m.null = null.path
				samples = append(samples, m.make("null in "+null.path, op.answer))
			}
		}
		m.null = ""
		m.full = false
		samples = append(samples, m.make("only what is required", op.answer))
	}
	strange := maker{full: true, strange: true, fixed: fixed}
	samples = append(samples, strange.make("fields and values that are not known yet", op.answer))
	for _, odd := range []any{"a text", []any{"a list", 7.0}, 7.0, false} {
		strange.odd = odd
		if s := strange.make("a union that is "+show(odd), op.answer); s.odd {
			samples = append(samples, s)
		}
	}
	if op.wrapped {
		for _, s := range slices.Clone(samples) {
			samples = append(samples, s.wrap())
		}
	}
	return samples
}

// refuses reports whether a schema is that of a token that is not active.
func refuses(s *schema) bool {
	f := s.field("active")
	return f != nil && len(f.enum) == 1 && f.enum[0] == "false"
}

// wrap returns a list as the page that it comes in if one asks with paginated=true.
func (s *sample) wrap() *sample {
	wrapped := *s
	wrapped.name += ", in an object"
	items, _ := s.value.([]any)
	wrapped.value = map[string]any{"data": items, "total_count": float64(len(items))}
	wrapped.places = map[string]*schema{}
	for path, at := range s.places {
		wrapped.places["/data"+path] = at
	}
	wrapped.nulls = nil
	wrapped.wrapped = true
	return &wrapped
}

// A progress says what came through so far.
type progress struct {
	fields map[string]bool // of schemas, as "User.first_name"
	nulls  map[string]bool // in which places of which result; the same result needs no second look
}

func newProgress() *progress { return &progress{map[string]bool{}, map[string]bool{}} }

// mark notes the fields of a sample that came through.
func (p *progress) mark(s *sample, deltas []delta) {
	for path, at := range s.places {
		for _, f := range at.fields {
			here := path + "/" + f.name
			lost := func(d delta) bool { return here == d.path || strings.HasPrefix(here, d.path+"/") }
			if !slices.ContainsFunc(deltas, lost) {
				p.fields[at.id+"."+f.name] = true
			}
		}
	}
}

// checkAnswers answers the calls of an operation with every sample, and looks for each of its leaves in what the method
// returns.
func checkAnswers(v *view, op *operation, done *progress) (problems []problem) {
	if op.answer == nil {
		return checkEmpty(v, op)
	}
	skip := func(p place) bool {
		key := fmt.Sprint(resultOf(v.methods[op.name]), " ", p.owner.id, " ", p.path)
		was := done.nulls[key]
		done.nulls[key] = true
		return was
	}
	for _, s := range answers(op, skip) {
		if op.validator != nil && !s.strange && !s.wrapped {
			if err := op.validator.response(s); err != nil {
				problems = append(problems, problem{op.name, "", fmt.Sprintf("the sample (%s) is not as the document says: %v", s.name, err)})
				continue
			}
		}
		if found := checkAnswer(v, op, s, done); len(problems) == 0 {
			problems = found // those of further samples would mostly be the same
		}
	}
	if verifications[op.name] != nil && len(problems) == 0 {
		problems = append(problems, checkRefusals(v, op)...)
	}
	return problems
}

// resultOf returns the type of what a method returns, or nil.
func resultOf(method reflect.Value) reflect.Type {
	if !method.IsValid() || method.Type().NumOut() < 2 {
		return nil
	}
	return method.Type().Out(0)
}

// respond makes the transport answer with a value.
func (v *view) respond(value any) error {
	body, err := marshal(value)
	if err != nil {
		return err
	}
	v.transport.answer = func(recorded) (int, []byte) { return http.StatusOK, body }
	return nil
}

func checkAnswer(v *view, op *operation, s *sample, done *progress) (problems []problem) {
	fail := func(field, format string, args ...any) {
		problems = append(problems, problem{op.name, field, fmt.Sprintf(format, args...) + " (answered with " + s.name + ")"})
	}
	if err := v.respond(s.value); err != nil {
		fail("", "%v", err)
		return problems
	}
	defer func() { v.transport.answer = nil }()
	seen, bad := v.call(op, maximal(op))
	switch {
	case bad != nil:
		return []problem{*bad}
	case seen.err != nil:
		fail("", "the client does not decode it: %v", seen.err)
		return problems
	case len(seen.results) == 0:
		if discarded[op.name] == "" {
			fail("", "the method returns nothing of what the document says it answers; return it, or say in the table discarded why not")
		}
		return problems
	}
	if s.odd {
		return problems
	}
	back, err := marshalled(seen.results[0])
	if err != nil {
		fail("", "what the method returns cannot be marshalled: %v", err)
		return problems
	}
	if v.answer != nil {
		back = v.answer(op, s, back)
	}
	deltas := carried(s.value, back, seen.results[0], "")
	for _, d := range deltas {
		fail(d.path, "the result has %s instead of %s", d.got, d.want)
	}
	if s.full {
		done.mark(s, deltas)
	}
	return problems
}

func marshal(value any) ([]byte, error) { return json.Marshal(value) }

// marshalled returns a result as JSON.
func marshalled(result reflect.Value) (back any, err error) {
	data, err := json.Marshal(result.Interface())
	if err != nil {
		return nil, err
	}
	return back, json.Unmarshal(data, &back)
}

// checkEmpty answers an operation that says nothing with nothing, as statuses 202 and 204 do, and with text.
func checkEmpty(v *view, op *operation) (problems []problem) {
	for _, body := range []string{"", "<html>not JSON</html>"} {
		v.transport.answer = func(recorded) (int, []byte) { return http.StatusNoContent, []byte(body) }
		seen, bad := v.call(op, maximal(op))
		v.transport.answer = nil
		switch {
		case bad != nil:
			return []problem{*bad}
		case seen.err != nil:
			problems = append(problems, problem{op.name, "",
				fmt.Sprintf("the answer %q is an error, and nothing in it is needed: %v", body, seen.err)})
		case len(seen.results) == 1 && fmt.Sprintf("%s", seen.results[0].Interface()) != body:
			problems = append(problems, problem{op.name, "",
				fmt.Sprintf("the result is %q instead of the text %q", seen.results[0].Interface(), body)})
		}
	}
	return problems
}

// checkRefusals answers with what is not good, one thing after another.
func checkRefusals(v *view, op *operation) (problems []problem) {
	good := verifications[op.name]
	var bad []any
	for _, name := range sorted(good) {
		value, _ := maker{full: true, fixed: good}.make("", op.answer).value.(map[string]any)
		switch good[name].(type) {
		case bool:
			value[name] = good[name] == false
		case string:
			value[name] = "un" + fmt.Sprint(good[name])
		default:
			value[name] = 1_500_000_000_000.0 // in 2017
		}
		if name != "active" {
			bad = append(bad, value)
		}
	}
	for _, member := range op.answer.members {
		if refuses(member) {
			bad = append(bad, maker{full: true}.make("", member).value)
		}
	}
	for _, value := range bad {
		if err := v.respond(value); err != nil {
			return []problem{{op.name, "", err.Error()}}
		}
		seen, wrong := v.call(op, maximal(op))
		v.transport.answer = nil
		if wrong != nil {
			return []problem{*wrong}
		}
		refused := errors.Is(seen.err, backend.ErrNotVerified)
		if good["active"] != nil {
			refused = errors.Is(seen.err, backend.ErrTokenInactive) || errors.Is(seen.err, backend.ErrBadAnswer)
		}
		if !refused {
			problems = append(problems, problem{op.name, "", fmt.Sprintf("%.200s is not good, and the error is %v", show(value), seen.err)})
		}
	}
	return problems
}

// fieldsBelow collects the fields of a schema and all that is below it: "User.first_name".
func fieldsBelow(s *schema, fields map[string]bool) {
	if s == nil {
		return
	}
	for _, member := range s.members {
		fieldsBelow(member, fields)
	}
	fieldsBelow(s.item, fields)
	for _, f := range s.fields {
		if name := s.id + "." + f.name; !fields[name] {
			fields[name] = true
		}
		fieldsBelow(f.schema, fields)
	}
}

// elsewhere are fields that no field of a result holds, and what becomes of them.
var elsewhere = map[string]string{
	"TotalCount.object":                         "Users.Count returns the number itself",
	"(inline verifyOAuthAccessToken)(1).active": "OAuthApplications.VerifyAccessToken returns the error ErrTokenInactive",
}

// discarded are operations whose methods return less than the document lets them answer, and why.
var discarded = map[string]string{}
