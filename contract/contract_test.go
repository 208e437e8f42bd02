package contract

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestEveryOperationHasItsMethod(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	say("%s", a.source)
	report(t, checkNames(v, a))
	found := 0
	for _, op := range v.called(a) {
		problems := checkAddress(v, op)
		report(t, problems)
		if len(problems) == 0 {
			found++
		}
	}
	say("%d of %d operations", found, len(a.operations))
}

// say prints a line about what was checked; `make contract` shows them.
func say(format string, args ...any) { fmt.Fprintf(os.Stdout, format+"\n", args...) }

func sayOutside(of string, fields []string) {
	slices.Sort(fields)
	say("%d fields of %s are outside the document, as the table unpublished says: %s", len(fields), of, strings.Join(fields, ", "))
}

func TestPathsAndHeaders(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	for _, op := range v.called(a) {
		report(t, checkPath(v, op))
		report(t, checkHeaders(v, op))
	}
}

func TestRequests(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	body, bodies, query, queries := 0, 0, 0, 0
	for _, op := range a.operations {
		bodies, queries = bodies+len(op.body), queries+len(op.query)
	}
	for _, op := range v.called(a) {
		problems := checkRequests(v, op)
		problems = append(problems, checkNil(v, op)...)
		problems = append(problems, checkOutside(v, op)...)
		if op.multipart {
			problems = append(problems, checkStreaming(v, op)...)
		}
		report(t, problems)
		if seen, bad := v.call(op, maximal(op)); bad == nil {
			body, query = body+bodySize(t, op, seen.recorded), query+len(seen.query)
		}
	}
	say("%d of %d body fields", body, bodies)
	say("%d of %d query parameters", query, queries)
	if body != bodies || query != queries {
		t.Error("the client sends less than the table lists")
	}
}

// bodySize returns how many fields a recorded body has.
func bodySize(t testing.TB, op *operation, seen recorded) int {
	t.Helper()
	switch {
	case op.request == nil:
		return 0
	case op.multipart:
		return strings.Count(string(seen.body), "Content-Disposition: form-data;")
	}
	var fields map[string]any
	body := seen.body
	if op.request.kind == list {
		body = body[1 : len(body)-1]
	}
	if err := json.Unmarshal(body, &fields); err != nil {
		t.Fatalf("%s: %v", op.name, err)
	}
	return len(fields)
}

func TestParamsHaveOnlyWhatTheDocumentKnows(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	outside, problems := checkParams(v, a)
	report(t, problems)
	sayOutside("params", outside)
}

func TestAnswers(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	done, all, models := newProgress(), map[string]bool{}, pairing{}
	for _, op := range a.operations {
		fieldsBelow(op.answer, all)
	}
	for _, op := range v.called(a) {
		report(t, checkAnswers(v, op, done))
		if result := resultOf(v.methods[op.name]); result != nil {
			models.walk(op, op.answer, result)
		}
	}
	outside, problems := models.compare()
	report(t, problems)
	n := 0
	for _, name := range sorted(all) {
		if done.fields[name] || elsewhere[name] != "" {
			n++
		} else {
			t.Errorf("%s did not come through", name)
		}
	}
	say("%d of %d response fields", n, len(all))
	for _, name := range sorted(elsewhere) {
		say("of these, %s is in no field: %s", name, elsewhere[name])
	}
	sayOutside("models", outside)
}
