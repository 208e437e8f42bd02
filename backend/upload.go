package backend

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"sync"
	"time"
)

// An Upload is a file to send. It is streamed, never held in memory as a whole.
type Upload struct {
	// Filename is the name that Clerk is told: "ada.png". It is required.
	Filename string
	// ContentType is the media type of the file: "image/png". It is required.
	ContentType string
	// Content is the file. It is required, is read from where it stands, and is not closed. If it can seek, as a file on a
	// disk can, the upload is repeated as any other call; otherwise it is tried once. When the call returns, nobody reads it
	// any more.
	Content io.Reader
	// UploaderUserID is the user who counts as the uploader, or "". Only logos have one.
	UploaderUserID string
}

// uploadTimeout is the least time that one try of an upload has.
const uploadTimeout = time.Minute

var errUpload = errors.New("the upload cannot be sent")

// A content is the body of a call, which may have to be sent several times.
type content interface {
	// attach makes the content the body of a request.
	attach(r *http.Request) error
	// again makes it ready for the next request. An error means that there can be none.
	again() error
	// settle returns when nobody reads the last request any more, or the time for that is over.
	settle(ctx context.Context)
}

// jsonContent is a body in JSON; nil is none.
type jsonContent []byte

func (b jsonContent) attach(r *http.Request) (err error) {
	if b == nil {
		return nil
	}
	r.Header.Set("Content-Type", "application/json")
	r.ContentLength = int64(len(b))
	// With GetBody, http.Transport sends again by itself what a server has declared not to have looked at.
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }
	r.Body, err = r.GetBody()
	return err
}

func (b jsonContent) again() error { return nil }

func (b jsonContent) settle(context.Context) {}

// fileContent is a body of multipart/form-data (RFC 7578) around a file.
type fileContent struct {
	upload    *Upload
	mediaType string
	start     int64 // where Content stood, if it can seek
	seeker    io.Seeker
	body      *uploadBody // of the last request
}

func newFileContent(u *Upload) (*fileContent, error) {
	mediaType, params, err := mime.ParseMediaType(u.ContentType)
	switch {
	case u.Filename == "":
		return nil, fmt.Errorf("%w: Filename is empty; Clerk needs a name such as logo.png", errUpload)
	case err != nil || mediaType == "":
		return nil, fmt.Errorf("%w: ContentType is no media type; set one such as image/png", errUpload)
	case u.Content == nil:
		return nil, fmt.Errorf("%w: Content is nil", errUpload)
	}
	f := &fileContent{upload: u, mediaType: mime.FormatMediaType(mediaType, params)}
	if seeker, ok := u.Content.(io.Seeker); ok {
		// A pipe is an os.File and so an io.Seeker, but cannot seek.
		if f.start, err = seeker.Seek(0, io.SeekCurrent); err == nil {
			f.seeker = seeker
		}
	}
	return f, nil
}

func (f *fileContent) attach(r *http.Request) error {
	var frame bytes.Buffer
	w := multipart.NewWriter(&frame)
	if f.upload.UploaderUserID != "" {
		if err := w.WriteField("uploader_user_id", f.upload.UploaderUserID); err != nil {
			return err
		}
	}
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", multipart.FileContentDisposition("file", f.upload.Filename))
	header.Set("Content-Type", f.mediaType)
	if _, err := w.CreatePart(header); err != nil {
		return err
	}
	begin := bytes.Clone(frame.Bytes())
	frame.Reset()
	if err := w.Close(); err != nil {
		return err
	}
	f.body = &uploadBody{all: io.MultiReader(bytes.NewReader(begin), f.upload.Content, &frame), closed: make(chan struct{})}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Body, r.ContentLength = f.body, -1
	return nil
}

func (f *fileContent) again() error {
	if f.seeker == nil {
		return errUpload
	}
	_, err := f.seeker.Seek(f.start, io.SeekStart)
	return err
}

// settleTimeout bounds the wait for a transport that does not let go of a file.
const settleTimeout = 5 * time.Second

// settle waits for the transport, which may go on reading after there is an answer until it closes the body.
func (f *fileContent) settle(ctx context.Context) {
	if f.body == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	select {
	case <-f.body.closed:
	case <-ctx.Done():
		f.seeker = nil // somebody still reads; a second reader would get the wrong bytes
	}
}

// An uploadBody tells when its reader lets go of it: closes it, or has come to its end.
type uploadBody struct {
	all    io.Reader
	once   sync.Once
	closed chan struct{}
}

// Read reads the body.
func (b *uploadBody) Read(p []byte) (int, error) {
	n, err := b.all.Read(p)
	if err != nil {
		b.once.Do(func() { close(b.closed) })
	}
	return n, err
}

// Close does not close the file, which is the caller's.
func (b *uploadBody) Close() error {
	b.once.Do(func() { close(b.closed) })
	return nil
}
