package contract

import (
	"net/http"
	"net/url"
	"testing"
)

// TestTheDocumentRefusesWhatIsWrong makes sure that the document, relaxed as it is for the made-up values of the samples, still
// refuses a wrong request and a wrong answer.
func TestTheDocumentRefusesWhatIsWrong(t *testing.T) {
	a := loadAPI(t)
	if a.doc == nil {
		t.Skip(a.source)
	}
	request := func(name, query, body string) recorded {
		op := a.operation(name)
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		r := recorded{method: op.method, path: pathWith(op, idsFor(op)), query: values, header: http.Header{}, body: []byte(body)}
		if body != "" {
			r.header.Set("Content-Type", "application/json")
		}
		return r
	}
	for _, c := range []struct {
		what, name, query, body string
		fits                    bool
	}{
		{"a body as the document wants it", "Users.Update", "", `{"first_name":null,"skip_password_checks":false}`, true},
		{"metadata where it was taken out", "Users.Update", "", `{"public_metadata":{}}`, false},
		{"a text for a boolean", "Users.Update", "", `{"skip_password_checks":"no"}`, false},
		{"null where nothing may be null", "Sessions.Create", "", `{"user_id":null}`, false},
		{"a body without what is required", "Sessions.Create", "", `{}`, false},
		{"an unknown field deep in a body", "SAMLConnections.Update", "", `{"login_hint":{"mode":"off","colour":"red"}}`, false},
		{"a text for a number in the query", "Users.List", "limit=ten", "", false},
		{"a query without what is required", "M2MTokens.List", "limit=10", "", false},
	} {
		op := a.operation(c.name)
		if err := op.validator.request(request(c.name, c.query, c.body), idsFor(op)); (err == nil) != c.fits {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	for _, c := range []struct {
		what, name string
		value      any
		fits       bool
	}{
		{"an answer as the document wants it", "Users.Count", map[string]any{"object": "total_count", "total_count": 3.0}, true},
		{"an answer without what is required", "Users.Count", map[string]any{"object": "total_count"}, false},
		{"a text for a number in an answer", "Users.Count", map[string]any{"object": "total_count", "total_count": "3"}, false},
		{"an object for a list", "Users.List", map[string]any{"data": []any{}}, false},
	} {
		if err := a.operation(c.name).validator.response(&sample{value: c.value}); (err == nil) != c.fits {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}
