package backend

import (
	"context"
	"fmt"
	"iter"
)

// ClientsService reads the browsers and apps that users sign in from, which Clerk calls clients. Reach it as Client.Clients.
type ClientsService service

// List returns one page of the clients, the newest first.
//
// Deprecated: Clerk will remove it, and then it is an [ErrGone]. Ask for the sessions of a user with SessionsService.List.
func (s *ClientsService) List(ctx context.Context, params *ClientListParams) (*Page[BrowserClient], error) {
	return do[Page[BrowserClient]](ctx, s.settings, get("/clients", params).paginated())
}

// All returns an iterator over the clients that List returns in pages.
//
// Deprecated: Clerk will remove it, and then it is an [ErrGone]. Ask for the sessions of a user with SessionsService.All.
func (s *ClientsService) All(ctx context.Context, params *ClientListParams) iter.Seq2[*BrowserClient, error] {
	return all[BrowserClient](ctx, s.settings, get("/clients", params).paginated())
}

// Verify returns the client that the cookie __client of a request names. Without an error it has an id; whether somebody is
// signed in there is what its Sessions say. A failure is tried again as that of a GET would be, and no error shows the token.
func (s *ClientsService) Verify(ctx context.Context, params *ClientVerifyParams) (*BrowserClient, error) {
	var token string
	if params != nil {
		token = params.Token
	}
	client, err := do[BrowserClient](ctx, s.settings, post("/clients/verify", params).again().hiding(token))
	if err == nil && client.ID == "" {
		err = fmt.Errorf("backend: POST /clients/verify: %w: it names no id", ErrBadAnswer)
	}
	if err != nil {
		return nil, err
	}
	return client, nil
}

// maxHandshakePayload bounds the answer to HandshakePayload, in bytes: browsers take 4 KiB a cookie, and few of them.
const maxHandshakePayload = 512 << 10

// HandshakePayload returns what Clerk hands over to the browser that has brought this nonce (the cookie or query parameter
// __clerk_handshake_nonce). A nonce is good for one answer; one that is not known is an [ErrNotFound]. No error shows the nonce.
//
// The operation is not published: it is none of those of the OpenAPI document, and Clerk may change it without notice. Package
// authn calls it; programs have no need to.
func (s *ClientsService) HandshakePayload(ctx context.Context, nonce string) (*HandshakePayload, error) {
	c := get("/clients/handshake_payload", &handshakePayloadParams{Nonce: nonce}).hiding(nonce).atMost(maxHandshakePayload)
	return do[HandshakePayload](ctx, s.settings, c)
}

// Get returns a client by its id (client_…).
func (s *ClientsService) Get(ctx context.Context, clientID string) (*BrowserClient, error) {
	return do[BrowserClient](ctx, s.settings, get("/clients/{client_id}", nil, clientID))
}
