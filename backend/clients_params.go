package backend

// ClientListParams are the params of ClientsService.List and All.
type ClientListParams struct {
	Limit  int `query:"limit"`  // clients on a page, 1 to 500; default: 10
	Offset int `query:"offset"` // clients to skip
}

// ClientVerifyParams are the params of ClientsService.Verify.
type ClientVerifyParams struct {
	Token string `json:"token"` // the value of the cookie __client, a JWT; required
}

type handshakePayloadParams struct {
	Nonce string `query:"nonce"`
}
