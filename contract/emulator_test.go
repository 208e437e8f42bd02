package contract

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerktest"
)

// The emulator of clerktest is held against the document too: every operation that it serves is called, and the answer has to be
// what the document says. What it serves is asked of it.

// Scenes say how to call operations with success, by the id of the operation. A note after a space tells several of one
// operation apart. Each has an instance of its own.
type scenes map[string]func(*stage) ask

// allScenes are the scenes of each resource, a line for each file.
var allScenes = []scenes{
	addressScenes,
	adminPortalScenes,
	agentTaskScenes,
	apiKeyScenes,
	billingScenes,
	connectionScenes,
	directoryScenes,
	emailScenes,
	instanceScenes,
	invitationScenes,
	jwksScenes,
	jwtTemplateScenes,
	m2mTokenScenes,
	machineScenes,
	membershipScenes,
	messageTemplateScenes,
	oauthScenes,
	organizationDomainScenes,
	organizationInvitationScenes,
	organizationPermissionScenes,
	organizationRoleScenes,
	organizationScenes,
	phoneScenes,
	restrictionScenes,
	roleSetScenes,
	samlScenes,
	scimDirectoryScenes,
	sessionScenes,
	signUpScenes,
	ticketScenes,
	userCredentialScenes,
	userPartScenes,
	userScenes,
	waitlistScenes,
}

// An ask is a request: what is in the path, in its order, the query, and the body, which is encoded as JSON. With an upload it is
// multipart/form-data. key is what authorizes it, where that is not the secret key of the instance. The answer to one for a page
// is HTML, for which the document has no schema.
type ask struct {
	ids    []string
	query  string
	body   any
	upload bool
	key    string
	page   bool
}

// A stage is an instance of the emulator, and what a scene needs to make ready.
type stage struct {
	t  *testing.T
	ck *clerktest.Clerk
}

func newStage(t *testing.T) *stage {
	t.Helper()
	return &stage{t, clerktest.New(t)}
}

// A thing is a JSON object of an answer.
type thing map[string]any

func (o thing) id() string { return o.text("id") }

func (o thing) text(name string) string { text, _ := o[name].(string); return text }

// do makes a request that has to succeed, and returns the object in the answer.
func (s *stage) do(method, path string, body any) thing {
	s.t.Helper()
	answer := s.send(method, "/v1"+path, ask{body: body})
	var o thing
	if err := json.Unmarshal(answer.Body.Bytes(), &o); err != nil || answer.Code >= http.StatusMultipleChoices {
		s.t.Fatalf("%s %s: %d %s", method, path, answer.Code, answer.Body)
	}
	return o
}

func (s *stage) send(method, path string, in ask) *httptest.ResponseRecorder {
	s.t.Helper()
	var content io.Reader = http.NoBody
	contentType := ""
	switch {
	case in.upload:
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		part, _ := form.CreatePart(textproto.MIMEHeader{
			"Content-Disposition": {`form-data; name="file"; filename="a.png"`}, "Content-Type": {"image/png"},
		})
		_, _ = part.Write([]byte("a picture"))
		_ = form.Close()
		content, contentType = &b, form.FormDataContentType()
	case in.body != nil:
		text, err := json.Marshal(in.body)
		if err != nil {
			s.t.Fatal(err)
		}
		content, contentType = bytes.NewReader(text), "application/json"
	}
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.ck.URL()+path, content)
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+cmp.Or(in.key, s.ck.Options().SecretKey))
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	answer := httptest.NewRecorder()
	maps.Copy(answer.Header(), response.Header)
	answer.WriteHeader(response.StatusCode)
	_, _ = io.Copy(answer, response.Body)
	return answer
}

// served returns which operations of the API the emulator serves, by id.
func served(t *testing.T, a *api) map[string]bool {
	t.Helper()
	patterns := newStage(t).ck.Operations()
	found := map[string]bool{}
	for _, op := range a.operations {
		if slices.ContainsFunc(patterns, func(p string) bool { return sameRoute(p, op.method+" /v1"+op.path) }) {
			found[op.id] = true
		}
	}
	return found
}

// sameRoute compares two patterns, whatever the names of what is in the path.
func sameRoute(a, b string) bool {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	return slices.EqualFunc(x, y, func(a, b string) bool {
		return a == b || strings.HasPrefix(a, "{") && strings.HasPrefix(b, "{")
	})
}

func TestTheEmulatorAnswersAsTheDocumentSays(t *testing.T) {
	a := loadAPI(t)
	if a.doc == nil {
		t.Skipf("the answers of the emulator are not checked: %s", a.source)
	}
	serves := served(t, a)
	checked := map[string]bool{}
	for _, some := range allScenes {
		for _, name := range sorted(some) {
			id, _, _ := strings.Cut(name, " ")
			op := a.byID(id)
			if op == nil || !serves[id] {
				t.Errorf("the scene %q is of no operation that the emulator serves", name)
				continue
			}
			checked[id] = true
			t.Run(name, func(t *testing.T) { play(t, op, some[name]) })
		}
	}
	for _, id := range sorted(serves) {
		if !checked[id] {
			t.Errorf("the emulator serves %s, and no scene calls it; write one beside those of its resource", id)
		}
	}
	say("%d of %d operations served by the emulator", len(serves), len(a.operations))
}

func (a *api) byID(id string) *operation {
	for _, op := range a.operations {
		if op.id == id {
			return op
		}
	}
	return nil
}

// play calls an operation and compares the answer with the document.
func play(t *testing.T, op *operation, scene func(*stage) ask) {
	t.Helper()
	s := newStage(t)
	in := scene(s)
	if len(in.ids) != len(op.pathParams) {
		t.Fatalf("the path has %d ids, and the scene %d", len(op.pathParams), len(in.ids))
	}
	path := "/v1" + pathWith(op, in.ids)
	if in.query != "" {
		path += "?" + in.query
	}
	answer := s.send(op.method, path, in)
	if want := op.success; strconv.Itoa(answer.Code) != want {
		t.Fatalf("the status is %d instead of %s: %s", answer.Code, want, answer.Body)
	}
	if in.page {
		if got := answer.Header().Get("Content-Type"); got != "text/html; charset=utf-8" || answer.Body.Len() == 0 {
			t.Errorf("the page is %q: %s", got, answer.Body)
		}
		return
	}
	if op.answer == nil {
		if answer.Body.Len() > 0 {
			t.Errorf("the document has no body for it: %s", answer.Body)
		}
		return
	}
	if got := answer.Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("the Content-Type is %q; Clerk's own clients compare it with application/json", got)
	}
	var value any
	if err := json.Unmarshal(answer.Body.Bytes(), &value); err != nil {
		t.Fatalf("the body is no JSON: %v", err)
	}
	if o, wrapped := value.(map[string]any); wrapped && op.wrapped && strings.Contains(in.query, "paginated=true") {
		if _, ok := o["total_count"].(float64); !ok {
			t.Errorf("there is no total_count: %s", answer.Body)
		}
		value = o["data"] // the document has no form for it
	}
	if err := op.validator.response(&sample{value: value}); err != nil {
		t.Errorf("the document refuses the answer: %v\n%s", err, answer.Body)
	}
	for _, path := range undocumented(op.answer, value, "") {
		t.Errorf("the document knows no %s", path)
	}
}

// undocumented returns the members of a value that a schema does not name. Of a union any member may name them.
func undocumented(s *schema, value any, path string) (extra []string) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			if s.kind == list {
				extra = append(extra, undocumented(s.item, item, path+"[]")...)
			}
		}
	case map[string]any:
		if s.kind != object {
			return nil
		}
		for _, name := range sorted(v) {
			if f := s.field(name); f != nil {
				extra = append(extra, undocumented(f.schema, v[name], path+"/"+name)...)
			} else {
				extra = append(extra, path+"/"+name)
			}
		}
	}
	return slices.Compact(extra)
}

func TestTheEmulatorRefusesTheOtherOperations(t *testing.T) {
	a := loadAPI(t)
	serves, s := served(t, a), newStage(t)
	for _, op := range a.operations {
		if serves[op.id] {
			continue
		}
		answer := s.send(op.method, "/v1"+pathWith(op, idsFor(op)), ask{})
		var refusal struct {
			Errors []struct{ Code, Message string }
		}
		_ = json.Unmarshal(answer.Body.Bytes(), &refusal)
		if answer.Code != http.StatusNotImplemented || len(refusal.Errors) != 1 || refusal.Errors[0].Code != "not_implemented" {
			t.Errorf("%s is not served, and the answer is %d %s", op.id, answer.Code, answer.Body)
		}
	}
}
