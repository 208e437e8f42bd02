package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/peer"
)

// maxAnswer is how long an answer of a running usher dev may be, in bytes: a thousand events of a few KiB.
const maxAnswer = 64 << 20

// A place says which usher dev is meant: by flags, or by the variables that it printed.
type place struct{ url, secretKey string }

func (p *place) define(f *flag.FlagSet) {
	f.StringVar(&p.url, "url", "", "the `URL` of the usher dev that runs (default CLERK_API_URL)")
	f.StringVar(&p.secretKey, "secret-key", "", "its secret key, `sk_test_…` (default CLERK_SECRET_KEY)")
}

// A running is an usher dev in another process.
type running struct{ url, secretKey string }

// errNone says that no usher dev is named.
var errNone = errors.New("no usher dev is named; set what it printed, CLERK_API_URL and CLERK_SECRET_KEY, or give -url and -secret-key")

// keyless reports whether a configuration has nothing wrong with it but that no key is there.
func keyless(err error) bool {
	var all interface{ Unwrap() []error }
	if errors.As(err, &all) && len(all.Unwrap()) > 1 {
		return false
	}
	var problem *clerk.OptionError
	return errors.As(err, &problem) && problem.Option == "SecretKey, PublishableKey, JWTKey"
}

// find returns the usher dev that is meant. The error is errNone where none is.
func (p place) find(getenv func(string) string) (*running, error) {
	instance, err := clerk.Options{APIURL: p.url, SecretKey: p.secretKey, Getenv: getenv}.Resolve()
	switch {
	case keyless(err):
		return nil, errNone
	case err != nil:
		return nil, err
	}
	u, err := url.Parse(instance.APIURL)
	switch {
	case err != nil:
		return nil, err
	case !peer.IsLoopback(u.Hostname()):
		return nil, errNone
	case instance.SecretKey.IsZero():
		return nil, errors.New("there is no secret key; give -secret-key, or set what usher dev printed as CLERK_SECRET_KEY")
	case instance.Kind == clerk.KindProduction:
		return nil, errors.New("CLERK_SECRET_KEY or CLERK_PUBLISHABLE_KEY is a live key, which usher dev does not have; unset it, or set what usher dev printed")
	}
	return &running{instance.APIURL, instance.SecretKey.Reveal()}, nil
}

// ask asks for something below /usher/.
func (d *running) ask(ctx context.Context, method, path string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, method, d.url+"/usher/"+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+d.secretKey)
	client := &http.Client{
		Timeout:       10 * time.Second,
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(r)
	if err != nil {
		return fmt.Errorf("usher dev does not answer at %s; is it running? %w", d.url, err)
	}
	defer response.Body.Close()
	if text, err = io.ReadAll(io.LimitReader(response.Body, maxAnswer)); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		var told message
		if json.Unmarshal(text, &told) != nil || told.Message == "" {
			told.Message = "it answers " + response.Status + "; is that an usher dev of this version?"
		}
		return fmt.Errorf("usher dev at %s: %s", d.url, told.Message)
	}
	return json.Unmarshal(text, into)
}
