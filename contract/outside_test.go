package contract

import (
	"reflect"
	"strings"
	"testing"
)

// unpublished are the fields of params and models that the document does not know, and why the client has them all the same.
// Whatever else the document does not know is a mistake.
var unpublished = []struct{ typeName, field, reason string }{
	{"EnterpriseConnectionCreateParams", "Authenticatable", "Clerk's own SDK sends it"},
	{"EnterpriseConnectionCreateParams", "DisableJITProvisioning", "Clerk's own SDK sends it"},
	{"EnterpriseConnectionUpdateParams", "Authenticatable", "Clerk's own SDK sends it"},
	{"EnterpriseConnectionUpdateParams", "DisableJITProvisioning", "Clerk's own SDK sends it"},
	{"InstanceUpdateParams", "EnhancedEmailDeliverability", "Clerk's own SDKs send it, and InstanceAuthSettings has it"},
	{"InstanceUpdateRestrictionsParams", "IgnoreDotsForGmailAddresses", "Clerk's own SDKs send it"},
	{"OAuthToken", "Audience", "Clerk's own SDK reads it, to refuse a token that is for somebody else"},
	{"SessionRefreshParams", "SuffixedCookies", "Clerk's own SDK sends it, in the query"},
}

// isUnpublished reports whether the table has a field.
func isUnpublished(t reflect.Type, field string) bool {
	for _, row := range unpublished {
		if row.typeName == t.Name() && row.field == field {
			return true
		}
	}
	return false
}

func TestEveryUnpublishedFieldIsSentOrReadAndHasItsReason(t *testing.T) {
	v, a := newView(t), loadAPI(t)
	found, problems := checkParams(v, a)
	report(t, problems)
	models := pairing{}
	for _, op := range v.called(a) {
		if result := resultOf(v.methods[op.name]); result != nil {
			models.walk(op, op.answer, result)
		}
	}
	read, problems := models.compare()
	report(t, problems)
	found = append(found, read...)
	seen := map[string]bool{}
	for _, name := range found {
		seen[name] = true
	}
	for _, row := range unpublished {
		name := row.typeName + "." + row.field
		if row.reason == "" {
			t.Errorf("%s is in the table without a reason", name)
		}
		if !seen[name] {
			t.Errorf("%s is in the table, and no operation takes or returns it, or the document knows it; take the row out", name)
		}
	}
}

func TestWhatAStructAndItsSchemaDoNotShareIsNoticed(t *testing.T) {
	type model struct {
		Known bool `json:"known"`
		Extra bool `json:"extra"`
	}
	optional := func(name string, nullable bool, k kind) field {
		return field{name: name, nullable: nullable, required: nullable, schema: &schema{kind: k}}
	}
	required := field{name: "known", required: true, schema: &schema{kind: boolean}}
	extra := field{name: "extra", required: true, schema: &schema{kind: boolean}}
	for _, row := range []struct {
		name   string
		fields []field
		want   string
	}{
		{"nothing is wrong", []field{required, extra}, ""},
		{"the struct has a field too many", []field{required}, "is in no schema"},
		{"the struct has a field too few", []field{required, extra, optional("other", false, textual)}, "no such field"},
		{"a boolean that may be absent is plain", []field{optional("known", false, boolean), extra}, "make it an Opt"},
		{"a boolean that may be null is plain", []field{optional("known", true, boolean), extra}, "make it an Opt"},
	} {
		models := pairing{reflect.TypeFor[model](): {{id: "Model", kind: object, fields: row.fields}: "Service.Get"}}
		_, problems := models.compare()
		if row.want == "" && len(problems) > 0 || row.want != "" && (len(problems) != 1 || !strings.Contains(problems[0].text, row.want)) {
			t.Errorf("%s: %v", row.name, problems)
		}
	}
}
