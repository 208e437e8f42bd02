package backend_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestAPreviewIsWhateverClerkSays(t *testing.T) {
	c, asked := newStub(map[string]string{"POST /templates/email/invitation/preview": `{"subject":"Hello","html":"<p>"}`})
	preview, err := c.Templates.Preview(t.Context(), backend.TemplateTypeEmail, "invitation", &backend.TemplatePreviewParams{
		Subject: backend.Null[string](), Body: backend.Some(""),
	})
	if err != nil || preview.String() != `{"subject":"Hello","html":"<p>"}` {
		t.Errorf("got %s, error %v", preview, err)
	}
	if got := asked.last(t).body; got != `{"subject":null,"body":""}` {
		t.Errorf("sent %s", got)
	}
	if preview, err = c.Templates.Preview(t.Context(), backend.TemplateTypeSMS, "invitation", nil); preview != nil || !errors.Is(err, backend.ErrNotFound) {
		t.Errorf("got %s, error %v", preview, err)
	}
}

func TestALockedTemplate(t *testing.T) {
	f := newFaulty(t, answerWith(http.StatusLocked, nil, `{"errors":[{"code":"template_locked","message":"locked"}]}`))
	_, err := f.client.Templates.Upsert(t.Context(), backend.TemplateTypeEmail, "invitation", nil)
	if calls := f.calls.Load(); !errors.Is(err, backend.ErrLocked) || calls != 1 {
		t.Errorf("%d requests, error %v", calls, err)
	}
}
