package backendapi

import (
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
)

// An Upload is a file in a body that is multipart/form-data. A struct of params with one takes such bodies. What is in the file is
// not kept.
type Upload struct{ Type string }

// uploadTypes are the types of pictures, and how the names of their files end (Clerk: organization logos).
var uploadTypes = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}

func (u Upload) extension() string { return uploadTypes[u.Type] }

// readMultipart reads a file and texts.
func readMultipart(r *http.Request, boundary string, params []param, into reflect.Value, p *problems) error {
	broken := refusal.New(http.StatusBadRequest, "request_body_invalid", "Request body invalid",
		"The body is no multipart/form-data, or it broke off.")
	texts := map[string]json.RawMessage{}
	reader := multipart.NewReader(http.MaxBytesReader(nil, r.Body, maxUpload+maxBody), boundary)
	file := false
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return broken
		}
		at := slices.IndexFunc(params, func(param param) bool { return param.name == part.FormName() })
		if at < 0 {
			p.add(unknownParam(part.FormName()))
			continue
		}
		upload, isFile := into.FieldByIndex(params[at].index).Addr().Interface().(*Upload)
		content, err := io.ReadAll(io.LimitReader(part, maxUpload+1))
		switch {
		case err != nil:
			return broken
		case len(content) > maxUpload:
			return refusal.Newf(http.StatusRequestEntityTooLarge, "image_too_large", "The file is too large",
				"The file has over %d bytes.", maxUpload)
		case !isFile:
			if texts[params[at].name], err = json.Marshal(string(content)); err != nil {
				return broken
			}
			continue
		}
		file = true
		upload.Type, _, _ = strings.Cut(part.Header.Get("Content-Type"), ";")
		if upload.extension() == "" {
			p.invalid(params[at].name, "has the content type %.80q; it must be a JPEG, PNG, GIF or WebP image.", upload.Type)
		}
	}
	isFile := func(param param) bool {
		_, ok := into.FieldByIndex(param.index).Interface().(Upload)
		return ok
	}
	for _, param := range params {
		if isFile(param) && param.required && !file {
			p.add(missing(param.name))
		}
	}
	readMembers(texts, slices.DeleteFunc(slices.Clone(params), isFile), into, p)
	return nil
}
