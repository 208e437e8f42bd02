package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// A testCase is one recorded request and the options that it was decided with.
type testCase struct {
	Name    string `json:"name"`
	Request struct {
		URL     string            `json:"url"`
		Method  string            `json:"method"`
		Headers map[string]string `json:"headers"`
	} `json:"request"`
	Options options                      `json:"options"`
	Checks  []map[string]json.RawMessage `json:"checks"`
	Now     int64                        `json:"now"`
}

// options are the official SDK's. Those that it does not check have no type here either.
type options struct {
	PublishableKey    string          `json:"publishableKey"`
	SecretKey         string          `json:"secretKey"`
	JWTKey            string          `json:"jwtKey"`
	APIURL            string          `json:"apiUrl"`
	APIVersion        string          `json:"apiVersion"`
	Domain            string          `json:"domain"`
	IsSatellite       bool            `json:"isSatellite"`
	ProxyURL          string          `json:"proxyUrl"`
	SignInURL         string          `json:"signInUrl"`
	AuthorizedParties json.RawMessage `json:"authorizedParties"`
	Audience          json.RawMessage `json:"audience"`
	HeaderType        json.RawMessage `json:"headerType"`
	ClockSkewInMs     json.RawMessage `json:"clockSkewInMs"`
	AcceptsToken      json.RawMessage `json:"acceptsToken"`
}

// request rebuilds the recorded request.
func (c testCase) request() (*http.Request, error) {
	r, err := http.NewRequestWithContext(context.Background(), c.Request.Method, c.Request.URL, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("the recorded request cannot be rebuilt: %w", err)
	}
	for name, value := range c.Request.Headers {
		if name == "host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, strings.Trim(value, " \t\r\n")) // as every HTTP server does
	}
	return r, nil
}

// instance resolves the options as an application would that moved over from the official SDK: its options carry over, the
// environment is empty, and the check of the issuer, which the official SDK does not make unless asked, is off.
func (c testCase) instance() (*clerk.Instance, error) {
	o := c.Options
	opts := clerk.Options{
		PublishableKey: o.PublishableKey, SecretKey: o.SecretKey, JWTKey: o.JWTKey, APIURL: o.APIURL, APIVersion: o.APIVersion,
		Domain: o.Domain, IsSatellite: clerk.Value(o.IsSatellite), ProxyURL: o.ProxyURL, SignInURL: o.SignInURL,
		AuthorizedParties: texts(o.AuthorizedParties), Audience: texts(o.Audience), HeaderTypes: texts(o.HeaderType),
		Issuers: []string{clerk.AnyIssuer},
		Now:     func() time.Time { return time.Unix(c.Now, 0) },
		Getenv:  func(string) string { return "" },
		Logger:  slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	// A skew that is no number counts as none given, as in the official SDK.
	var skew *float64
	if json.Unmarshal(o.ClockSkewInMs, &skew) == nil && skew != nil {
		opts.ClockSkew = clerk.Value(time.Duration(*skew * float64(time.Millisecond)))
	}
	return opts.Resolve()
}

// acceptsSession reports whether acceptsToken, a string or a list, lets session tokens in.
func (c testCase) acceptsSession() bool {
	accepted := texts(c.Options.AcceptsToken)
	given := len(c.Options.AcceptsToken) > 0 && string(c.Options.AcceptsToken) != "null"
	return !given || slices.Contains(accepted, "any") || slices.Contains(accepted, "session_token")
}

// texts reads an option that is a string or a list of strings; empty ones do not count.
func texts(raw json.RawMessage) []string {
	var list []string
	var one string
	if json.Unmarshal(raw, &one) == nil {
		list = []string{one}
	} else {
		_ = json.Unmarshal(raw, &list) // what is neither is no list
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}
