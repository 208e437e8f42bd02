package jwks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/asking"
	"github.com/usher-auth/usher/internal/jose"
)

// Bounds of one fetch. A key set of Clerk's is about 1 KiB.
const (
	maxBody      = 1 << 20
	maxRedirects = 3
	attempts     = 3
	firstPause   = 100 * time.Millisecond // doubled before each further attempt

	maxRetryAfter = time.Hour
)

// A source is the endpoint that publishes the keys of one instance.
type source struct {
	url    string
	secret clerk.Secret // zero for the Frontend API, whose endpoint is public
	client *http.Client
	now    func() time.Time
	own    *http.Transport // nil when connections belong to somebody else
}

func newSource(instance *clerk.Instance) *source {
	s := &source{now: instance.Now}
	client := instance.HTTPClient
	if client == nil {
		client = &http.Client{}
		// A program may have put something of its own in this place, for tracing or for tests; then that is used.
		if standard, ok := http.DefaultTransport.(*http.Transport); ok {
			s.own = standard.Clone()
			client.Transport = s.own
		}
	}
	s.client = boundedClient(client)
	if instance.SecretKey.IsZero() {
		s.url = instance.FrontendAPI() + "/.well-known/jwks.json"
		return s
	}
	s.url = instance.APIURL + "/" + instance.APIVersion + "/jwks"
	s.secret = instance.SecretKey
	return s
}

// close gives back what the source holds while no fetch is under way.
func (s *source) close() {
	if s.own != nil {
		s.own.CloseIdleConnections()
	}
}

// What boundedClient refuses. Both are answers: asking again would bring them again.
var (
	errRedirects = fmt.Errorf("more than %d redirects", maxRedirects)
	errOtherHost = errors.New("a redirect leads to another host, which must not see the secret key")
)

// boundedClient copies a client so that redirects stay on the host that was asked: the request carries the secret key.
func boundedClient(client *http.Client) *http.Client {
	bounded := *client
	bounded.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		switch first := via[0].URL; {
		case len(via) > maxRedirects:
			return errRedirects
		case r.URL.Scheme != first.Scheme || r.URL.Host != first.Host:
			return errOtherHost
		}
		return nil
	}
	return &bounded
}

// fetch asks for the key set. Connection faults and 5xx are tried again after a pause; a 4xx is an answer and is not.
func (s *source) fetch(ctx context.Context) (jose.Set, error) {
	pause := firstPause
	for attempt := 1; ; attempt++ {
		set, again, err := s.once(ctx)
		if err == nil || !again || attempt == attempts {
			return set, err
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return set, err
		}
		pause *= 2
	}
}

// once makes one attempt and says whether another may do better.
func (s *source) once(ctx context.Context) (set jose.Set, again bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url, http.NoBody)
	if err != nil {
		return set, false, s.unreachable(err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", clerk.UserAgent)
	if !s.secret.IsZero() {
		r.Header.Set("Authorization", "Bearer "+s.secret.Reveal())
		r.Header.Set(clerk.HeaderAPIVersion, clerk.APIVersionDate)
	}
	response, err := s.client.Do(r)
	if err != nil {
		return set, !errors.Is(err, errRedirects) && !errors.Is(err, errOtherHost), s.unreachable(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	switch {
	case err != nil:
		return set, true, s.unreachable(err)
	case len(body) > maxBody:
		return set, false, s.unusable(fmt.Sprintf("answered with more than %d bytes", maxBody))
	case !json.Valid(body):
		return set, response.StatusCode == http.StatusOK || response.StatusCode >= 500, s.foreign(response)
	case response.StatusCode/100 != 2:
		return set, response.StatusCode >= 500, s.refused(response, body)
	}
	set, err = jose.ParseSet(body)
	if err != nil {
		return set, false, s.unusable(err.Error())
	}
	if len(set.Keys) == 0 {
		err := s.unusable(fmt.Sprintf("published no key that can verify session tokens (%d left out)", len(set.Skipped)))
		err.published, err.unusable = len(set.Skipped) > 0, set.Unusable
		return set, false, err
	}
	return set, false, nil
}

func (s *source) unreachable(err error) *Error {
	if text := err.Error(); !s.secret.IsZero() && strings.Contains(text, s.secret.Reveal()) {
		// net/http quotes what an endpoint sends, such as the address of a redirect, and an endpoint may send anything.
		err = errors.New(strings.ReplaceAll(text, s.secret.Reveal(), s.secret.String()))
	}
	return &Error{Reason: clerk.ReasonUnexpectedError, Unavailable: true, Err: err,
		Detail: "the verification keys could not be fetched; check that this service can reach " + s.url}
}

func (s *source) unusable(what string) *Error {
	return &Error{Reason: clerk.ReasonJWKRemoteFailedToLoad, Unavailable: true,
		Detail: fmt.Sprintf("the key endpoint %s %s", s.url, what)}
}

// foreign is for answers that Clerk's APIs never give: whoever sent it, it says nothing about the keys.
func (s *source) foreign(response *http.Response) *Error {
	return &Error{Reason: clerk.ReasonUnexpectedError, Unavailable: true, RetryAfter: s.retryAfter(response),
		Detail: fmt.Sprintf("the key endpoint %s answered with status %d and without JSON; a proxy or another server may stand in between", s.url, response.StatusCode)}
}

// retryAfter is how long an answer asks to be left alone.
func (s *source) retryAfter(response *http.Response) time.Duration {
	return asking.RetryAfter(response.Header, s.now(), maxRetryAfter)
}

// refused reads the error body of Clerk's APIs. Nothing of it but the code decides anything, and nothing of it is shown.
func (s *source) refused(response *http.Response, body []byte) *Error {
	var answer struct {
		Errors []struct {
			Code string `json:"code"`
		} `json:"errors"`
	}
	_ = json.Unmarshal(body, &answer) // an error body of another form says no more than its status
	for _, e := range answer.Errors {
		if e.Code == "clerk_key_invalid" {
			return &Error{Reason: clerk.ReasonSecretKeyInvalid, Unavailable: true,
				Detail: "Clerk does not know the secret key; check SecretKey (CLERK_SECRET_KEY) against the API keys page of the dashboard"}
		}
	}
	err := s.unusable(fmt.Sprintf("answered with status %d", response.StatusCode))
	err.RetryAfter = s.retryAfter(response)
	return err
}
