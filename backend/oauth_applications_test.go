package backend_test

import (
	"context"
	"mime"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestUploadOAuthApplicationLogo(t *testing.T) {
	for _, row := range []struct {
		name, uploader string
		fields         map[string]string
	}{
		{"a logo alone", "", nil},
		{"a logo that is credited to a user", "user_1", map[string]string{"uploader_user_id": "user_1"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(map[string]string{"PUT /oauth_applications/oa_1/logo": `{"id":"oa_1","client_image_url":"https://img.test/1"}`})
			logo := &backend.Upload{
				Filename: "logo.png", ContentType: "image/png", Content: strings.NewReader("PNG"), UploaderUserID: row.uploader,
			}
			app, err := c.OAuthApplications.UploadLogo(context.Background(), "oa_1", logo)
			if err != nil || app.ClientImageURL == "" {
				t.Fatalf("got %+v, error %v", app, err)
			}
			r := asked.last(t)
			_, params, err := mime.ParseMediaType(r.header.Get("Content-Type"))
			if err != nil {
				t.Fatal(err)
			}
			form, err := multipart.NewReader(strings.NewReader(r.body), params["boundary"]).ReadForm(1 << 20)
			if err != nil {
				t.Fatal(err)
			}
			if file := form.File["file"]; len(file) != 1 || file[0].Filename != "logo.png" || file[0].Size != 3 {
				t.Errorf("the files are %+v", form.File)
			}
			if len(form.Value) != len(row.fields) {
				t.Errorf("the fields are %v, want %v", form.Value, row.fields)
			}
			for name, value := range row.fields {
				if got := form.Value[name]; len(got) != 1 || got[0] != value {
					t.Errorf("%s is %q, want %q", name, got, value)
				}
			}
		})
	}
}

func TestUploadNoLogo(t *testing.T) {
	c, asked := newStub(nil)
	_, err := c.OAuthApplications.UploadLogo(context.Background(), "oa_1", nil)
	if err == nil || !strings.Contains(err.Error(), "Filename") || len(asked.asked) > 0 {
		t.Errorf("asked %d times, error %v", len(asked.asked), err)
	}
}

func TestRevokeOAuthTokenHasNoAnswer(t *testing.T) {
	c, asked := newStub(map[string]string{"POST /oauth_applications/oa_1/revoke_token": ``})
	err := c.OAuthApplications.RevokeToken(context.Background(), "oa_1", &backend.OAuthApplicationRevokeTokenParams{Token: "oat_1"})
	if err != nil || asked.last(t).body != `{"token":"oat_1"}` {
		t.Errorf("error %v", err)
	}
}

// The two ways to send a token are told apart, and the deprecated one is as secret.
func TestVerifyAccessTokenUnderItsFormerName(t *testing.T) {
	c, asked := newStub(map[string]string{"POST /oauth_applications/access_tokens/verify": `{"id":["oat_former"]}`})
	_, err := c.OAuthApplications.VerifyAccessToken(context.Background(),
		&backend.OAuthApplicationVerifyAccessTokenParams{Secret: "oat_former"})
	if err == nil || strings.Contains(err.Error(), "oat_former") {
		t.Errorf("got error %v", err)
	}
	if got := asked.last(t).body; got != `{"secret":"oat_former"}` {
		t.Errorf("the body is %s", got)
	}
}
