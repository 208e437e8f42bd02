package backend_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/usher-auth/usher/backend"
)

// parts reads a multipart body into name -> file name, type and content.
func parts(t *testing.T, contentType string, body io.Reader) map[string][3]string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" {
		t.Fatalf("content type %q, error %v", contentType, err)
	}
	found := map[string][3]string{}
	reader := multipart.NewReader(body, params["boundary"])
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		found[part.FormName()] = [3]string{part.FileName(), part.Header.Get("Content-Type"), string(content)}
	}
}

func TestAnUploadArrivesWithNameAndType(t *testing.T) {
	c, asked := newStub(nil)
	_, _ = c.Users.UploadProfileImage(t.Context(), "user_1", &backend.Upload{
		Filename: `ä "da".png`, ContentType: "image/png", Content: strings.NewReader("pixels"),
	})
	got := asked.last(t)
	file := parts(t, got.header.Get("Content-Type"), strings.NewReader(got.body))["file"]
	if file != [3]string{`ä "da".png`, "image/png", "pixels"} {
		t.Errorf("got %q", file)
	}
}

func TestAnUploadThatCannotWorkMakesNoRequest(t *testing.T) {
	for name, upload := range map[string]*backend.Upload{
		"Filename":    {ContentType: "image/png", Content: strings.NewReader("x")},
		"ContentType": {Filename: "a.png", Content: strings.NewReader("x")},
		"Content":     {Filename: "a.png", ContentType: "image/png"},
		"upload":      nil,
	} {
		c, asked := newStub(nil)
		_, err := c.Users.UploadProfileImage(t.Context(), "user_1", upload)
		if err == nil || len(asked.asked) != 0 || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v, %d requests", name, err, len(asked.asked))
		}
	}
}

func TestAnUploadFromAPipe(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	_, _ = writer.WriteString("pixels")
	_ = writer.Close()
	c, asked := newStub(nil)
	_, _ = c.Users.UploadProfileImage(t.Context(), "user_1", &backend.Upload{Filename: "a.png", ContentType: "image/png", Content: reader})
	got := asked.last(t)
	if file := parts(t, got.header.Get("Content-Type"), strings.NewReader(got.body))["file"]; file[2] != "pixels" {
		t.Errorf("got %q", file)
	}
}

func TestTheTypeOfAnUploadIsSentInItsOneForm(t *testing.T) {
	c, asked := newStub(nil)
	_, err := c.Users.UploadProfileImage(t.Context(), "user_1", &backend.Upload{
		Filename: "a\r\nb.png", ContentType: "Image/PNG ; a=b\r\n\r\n", Content: strings.NewReader("pixels"),
	})
	if len(asked.asked) == 0 {
		return // refused, which is as good
	}
	got := asked.last(t)
	file := parts(t, got.header.Get("Content-Type"), strings.NewReader(got.body))["file"]
	if file[1] != "image/png; a=b" || file[2] != "pixels" || strings.ContainsAny(file[0], "\r\n") {
		t.Errorf("got %q, error %v", file, err)
	}
}

// The server answers before it has read the file, and net/http may go on reading for a moment: the race detector tells if the
// client rewinds, or returns to the caller, too early.
func TestAnEarlyAnswerDoesNotShareTheFile(t *testing.T) {
	file := bytes.NewReader(make([]byte, 8<<20))
	f := newFaultyReading(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.CopyN(io.Discard, r.Body, 1)
		w.WriteHeader(http.StatusTooManyRequests)
	})
	for range 5 {
		_, err := f.client.Users.UploadProfileImage(t.Context(), "user_1", &backend.Upload{
			Filename: "a.png", ContentType: "image/png", Content: file,
		})
		if err == nil {
			t.Fatal("there was no error")
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnUploadIsRepeatedOnlyIfItCanBeRewound(t *testing.T) {
	for _, row := range []struct {
		name    string
		content func() io.Reader
		calls   int32
	}{
		{"a file is repeated from where it stood", func() io.Reader {
			r := strings.NewReader("skipped pixels")
			_, _ = r.Seek(8, io.SeekStart)
			return r
		}, 2},
		{"a stream is not", func() io.Reader { return io.MultiReader(strings.NewReader("pixels")) }, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			var calls atomic.Int32
			var got []string
			f := newFaultyReading(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				got = append(got, parts(t, r.Header.Get("Content-Type"), bytes.NewReader(body))["file"][2])
				if calls.Add(1) == 1 {
					w.WriteHeader(http.StatusTooManyRequests)
					return
				}
				_, _ = io.WriteString(w, `{"id":"user_1"}`)
			})
			_, err := f.client.Users.UploadProfileImage(t.Context(), "user_1", &backend.Upload{
				Filename: "a.png", ContentType: "image/png", Content: row.content(),
			})
			if calls.Load() != row.calls || (err == nil) != (row.calls == 2) {
				t.Errorf("%d calls, error %v", calls.Load(), err)
			}
			for _, content := range got {
				if content != "pixels" {
					t.Errorf("the server got %q", content)
				}
			}
		})
	}
}

// An endless file shows that an upload is streamed: the server reads 64 MiB of it and answers.
func TestAnUploadIsStreamed(t *testing.T) {
	const enough = 64 << 20
	f := newFaultyReading(t, func(w http.ResponseWriter, r *http.Request) {
		n, err := io.CopyN(io.Discard, r.Body, enough)
		if n != enough || err != nil {
			t.Errorf("the server read %d bytes, error %v", n, err)
		}
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusRequestEntityTooLarge)
	})
	_, err := f.client.Users.UploadProfileImage(context.Background(), "user_1", &backend.Upload{
		Filename: "endless.png", ContentType: "image/png", Content: zeros{},
	})
	if err == nil || f.calls.Load() != 1 {
		t.Errorf("error %v after %d calls", err, f.calls.Load())
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestAFileThatCannotBeReadEndsTheUpload(t *testing.T) {
	broken := errors.New("disk on fire")
	f := newFaultyReading(t, func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
	_, err := f.client.Users.UploadProfileImage(t.Context(), "user_1", &backend.Upload{
		Filename: "a.png", ContentType: "image/png", Content: io.MultiReader(strings.NewReader("x"), failingReader{broken}),
	})
	if !errors.Is(err, broken) {
		t.Errorf("got error %v", err)
	}
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }
