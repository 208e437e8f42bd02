package contract

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// The keys that the client has.
const (
	secretKey  = "sk_test_contract"
	machineKey = "ak_contract"
)

// A recorded is a request as the transport saw it.
type recorded struct {
	method string
	path   string // escaped, without the version
	query  url.Values
	header http.Header
	body   []byte
	length int64
}

// A recorder is a transport that keeps requests and answers them with one body.
type recorder struct {
	requests []recorded
	busy     bool // a request is being sent
	answer   func(recorded) (status int, body []byte)
}

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	r.busy = true
	defer func() { r.busy = false }()
	seen := recorded{
		method: request.Method, path: strings.TrimPrefix(request.URL.EscapedPath(), "/v1"), query: request.URL.Query(),
		header: request.Header.Clone(), length: request.ContentLength,
	}
	if request.Body != nil {
		body, err := io.ReadAll(request.Body)
		if err := errors.Join(err, request.Body.Close()); err != nil {
			return nil, err
		}
		seen.body = body
	}
	if fragment := request.URL.Fragment; fragment != "" {
		seen.path += "#" + fragment
	}
	r.requests = append(r.requests, seen)
	status, body := http.StatusOK, []byte(`{}`)
	if r.answer != nil {
		status, body = r.answer(seen)
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader(body)), Request: request,
	}, nil
}

// take returns the requests since the last take.
func (r *recorder) take() []recorded {
	requests := r.requests
	r.requests = nil
	return requests
}

// newClient returns a client that has the keys, and the transport that sees what it sends.
func newClient(t testing.TB, secret, machine string) (*backend.Client, *recorder) {
	t.Helper()
	transport := &recorder{}
	client, err := backend.New(
		clerk.Options{SecretKey: secret, MachineSecretKey: machine, Getenv: func(string) string { return "" }},
		backend.WithHTTPClient(&http.Client{Transport: transport}), backend.WithRetry(backend.Retry{Attempts: 1}),
	)
	if err != nil {
		t.Fatal(err)
	}
	return client, transport
}

// methodsOf returns the methods of all services by their names: "Users.List".
func methodsOf(client *backend.Client) map[string]reflect.Value {
	methods := map[string]reflect.Value{}
	v := reflect.ValueOf(client).Elem()
	for i := range v.NumField() {
		if field := v.Type().Field(i); field.IsExported() {
			for m := range v.Field(i).NumMethod() {
				methods[field.Name+"."+v.Field(i).Type().Method(m).Name] = v.Field(i).Method(m)
			}
		}
	}
	return methods
}

// isIterator reports whether a method returns an iterator over a list.
func isIterator(method reflect.Value) bool {
	t := method.Type()
	return t.NumOut() == 1 && t.Out(0).Kind() == reflect.Func
}

// sorted returns the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
