package contract

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// A problem is what a check found: the operation, the field if it is about one, and what to do.
type problem struct{ operation, field, text string }

func (p problem) String() string {
	if p.field == "" {
		return p.operation + ": " + p.text
	}
	return p.operation + ": " + p.field + ": " + p.text
}

// A view is the client as the checks see it. The mutations of mutation_test.go stand between it and the client: they hide a
// method, or take something out of what was recorded, which is what a client without it would look like.
type view struct {
	methods   map[string]reflect.Value
	transport *recorder
	bare      bare // the client without the key of a machine
	request   func(op *operation, r *recorded)
	answer    func(op *operation, s *sample, back any) any
}

// A bare view is a client that nothing is hidden of.
type bare struct {
	methods   map[string]reflect.Value
	transport *recorder
}

func newView(t testing.TB) *view {
	t.Helper()
	client, transport := newClient(t, secretKey, machineKey)
	second, secondTransport := newClient(t, secretKey, "")
	return &view{
		methods: methodsOf(client), transport: transport,
		bare: bare{methodsOf(second), secondTransport},
	}
}

// An outcome is the one request of a call, and what the method returned.
type outcome struct {
	recorded
	results []reflect.Value
	err     error
}

// call calls the method of an operation, which has to make one request.
func (v *view) call(op *operation, in invocation) (outcome, *problem) {
	method, ok := v.methods[op.name]
	if !ok {
		return outcome{}, noMethod(op)
	}
	v.transport.take()
	results, err, bad := invoke(method, in)
	requests := v.transport.take()
	switch {
	case bad != nil:
		return outcome{}, &problem{op.name, "", bad.Error()}
	case len(requests) != 1:
		return outcome{}, &problem{op.name, "",
			fmt.Sprintf("it made %d requests instead of one, and returned the error %v", len(requests), err)}
	}
	seen := outcome{requests[0], results, err}
	if v.request != nil {
		v.request(op, &seen.recorded)
	}
	return seen, nil
}

// report fails the test for each problem.
func report(t testing.TB, problems []problem) {
	t.Helper()
	for _, p := range problems {
		t.Error(p)
	}
}

// helpers are the methods of services that belong to no operation of their own, and why they are there.
var helpers = map[string]string{
	"Clients.HandshakePayload": "the document does not list it, and Clerk's own SDKs call it: browsers come back from Clerk with its nonce",
	"Sessions.Verify":          "the document has lost it since version 2025-03-12, with which it is called",
}

// checkNames compares the methods with those that the table wants: one for each operation, and nothing else.
func checkNames(v *view, a *api) (problems []problem) {
	owned := map[string]bool{}
	for _, op := range a.operations {
		owned[op.name] = true
		if _, ok := v.methods[op.name]; !ok {
			problems = append(problems, *noMethod(op))
		}
	}
	for _, name := range sorted(v.methods) {
		if owned[name] || helpers[name] != "" || isIterator(v.methods[name]) && listOf(a, name) != nil {
			continue
		}
		problems = append(problems, problem{name, "",
			"it belongs to no operation and is the iterator of no list; give it a row in " + operationsTable + " or take it out"})
	}
	return problems
}

// called returns the operations that have a method. That one is missing is for checkNames to say.
func (v *view) called(a *api) (there []*operation) {
	for _, op := range a.operations {
		if _, ok := v.methods[op.name]; ok {
			there = append(there, op)
		}
	}
	return there
}

func noMethod(op *operation) *problem {
	return &problem{op.name, "", fmt.Sprintf("there is no such method; it is to call %s %s", op.method, op.path)}
}

// checkAddress compares what a method calls with the document.
func checkAddress(v *view, op *operation) []problem {
	seen, bad := v.call(op, maximal(op))
	if bad != nil {
		return []problem{*bad}
	}
	if want := pathWith(op, idsFor(op)); seen.method != op.method || seen.path != want {
		return []problem{{op.name, "",
			fmt.Sprintf("it calls %s %s, and the document says %s %s", seen.method, seen.path, op.method, want)}}
	}
	return nil
}

// listOf returns the operation whose list an iterator goes through: Users.All that of Users.List, Users.AllTrustedDevices
// that of Users.ListTrustedDevices.
func listOf(a *api, iterator string) *operation {
	service, method, _ := strings.Cut(iterator, ".")
	what, ok := strings.CutPrefix(method, "All")
	if !ok {
		return nil
	}
	return a.operation(service + ".List" + what)
}
