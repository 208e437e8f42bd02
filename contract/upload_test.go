package contract

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"slices"
)

// checkUpload compares a body of multipart/form-data with the fields of the document.
func checkUpload(op *operation, c requestCase, seen recorded) (problems []problem) {
	fail := func(field, format string, args ...any) {
		problems = append(problems, problem{op.name, field, fmt.Sprintf(format, args...) + " (called with " + c.name + ")"})
	}
	mediaType, params, err := mime.ParseMediaType(seen.header.Get("Content-Type"))
	if err != nil || mediaType != "multipart/form-data" {
		fail("", "the Content-Type is %q instead of multipart/form-data", seen.header.Get("Content-Type"))
		return problems
	}
	if seen.length >= 0 {
		fail("/file", "the request knows its length of %d bytes: the file was read into memory instead of being streamed", seen.length)
	}
	var found []string
	reader := multipart.NewReader(bytes.NewReader(seen.body), params["boundary"])
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			fail("", "the body is no multipart/form-data: %v", err)
			return problems
		}
		content, err := io.ReadAll(part)
		if err != nil {
			fail("/"+part.FormName(), "%v", err)
		}
		found = append(found, part.FormName())
		f := op.request.field(part.FormName())
		switch {
		case f == nil:
			fail("/"+part.FormName(), "the document knows no such field of the form")
		case f.format != "binary":
			if string(content) != c.form[f.name] {
				fail("/"+f.name, "the form has %q instead of %q", content, c.form[f.name])
			}
		case part.FileName() != fileName || part.Header.Get("Content-Type") != fileType || string(content) != fileText:
			fail("/"+f.name, "the file is %q of the type %q with %d bytes instead of %q of the type %q with %d bytes",
				part.FileName(), part.Header.Get("Content-Type"), len(content), fileName, fileType, len(fileText))
		}
	}
	for _, f := range op.request.fields {
		if !slices.Contains(found, f.name) {
			fail("/"+f.name, "the form has nothing instead of this field")
		}
	}
	return problems
}

// A watched reader knows whether it was read before the request began.
type watched struct {
	io.Reader
	transport *recorder
	early     bool
}

func (w *watched) Read(p []byte) (int, error) {
	w.early = w.early || !w.transport.busy
	return w.Reader.Read(p)
}

// checkStreaming wants a file to be read while it is sent, and not before.
func checkStreaming(v *view, op *operation) []problem {
	in := maximal(op)
	file := &watched{Reader: in.file, transport: v.transport}
	in.file = file
	if _, bad := v.call(op, in); bad != nil {
		return []problem{*bad}
	}
	if file.early {
		return []problem{{op.name, "/file", "the file was read before the request began; stream it"}}
	}
	return nil
}
