package backend

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"time"
)

// An Upload is a file to send. It is streamed, never held in memory as a whole.
type Upload struct {
	// Filename is the name that Clerk is told: "ada.png". It is required.
	Filename string
	// ContentType is the media type of the file: "image/png". It is required.
	ContentType string
	// Content is the file. It is required, is read from where it stands, and is not closed. If it is an io.Seeker, the
	// upload can be repeated after a failure; otherwise it is tried once.
	Content io.Reader
}

// uploadTimeout is the least time that one try of an upload has.
const uploadTimeout = time.Minute

var errUpload = errors.New("the upload cannot be sent")

func (u *Upload) check() error {
	switch mediaType, _, err := mime.ParseMediaType(u.ContentType); {
	case u.Filename == "":
		return fmt.Errorf("%w: Filename is empty; Clerk needs a name such as logo.png", errUpload)
	case err != nil || mediaType == "":
		return fmt.Errorf("%w: ContentType is no media type; set one such as image/png", errUpload)
	case u.Content == nil:
		return fmt.Errorf("%w: Content is nil", errUpload)
	}
	return nil
}

func (u *Upload) canRewind() bool {
	_, ok := u.Content.(io.Seeker)
	return ok
}

// attach makes u the body of r, as multipart/form-data (RFC 7578) after the uploader if there is one.
func (u *Upload) attach(r *http.Request, uploader string) error {
	var frame bytes.Buffer
	w := multipart.NewWriter(&frame)
	if uploader != "" {
		if err := w.WriteField("uploader_user_id", uploader); err != nil {
			return err
		}
	}
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", mime.FormatMediaType("form-data", map[string]string{"name": "file", "filename": u.Filename}))
	header.Set("Content-Type", u.ContentType)
	if _, err := w.CreatePart(header); err != nil {
		return err
	}
	begin := bytes.Clone(frame.Bytes())
	frame.Reset()
	if err := w.Close(); err != nil {
		return err
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(begin), u.Content, &frame))
	r.ContentLength = -1
	return nil
}

// rewinder returns a function that puts Content back to where it stands now.
func (u *Upload) rewinder() (func() error, error) {
	seeker, ok := u.Content.(io.Seeker)
	if !ok {
		return func() error { return nil }, nil
	}
	start, err := seeker.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errUpload, err)
	}
	return func() error {
		if _, err := seeker.Seek(start, io.SeekStart); err != nil {
			return fmt.Errorf("%w: %w", errUpload, err)
		}
		return nil
	}, nil
}
