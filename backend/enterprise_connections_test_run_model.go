package backend

// An EnterpriseConnectionTestRunURL begins a test run.
type EnterpriseConnectionTestRunURL struct {
	URL Secret `json:"url"` // a page to open in a browser, good for a short time: string(URL)
}

// An EnterpriseConnectionTestRun is a trial sign-in over a connection. Nobody was signed in by it.
type EnterpriseConnectionTestRun struct {
	ID             string                                     `json:"id"`               // its id
	Status         TestRunStatus                              `json:"status"`           // how it went
	ConnectionType ConnectionType                             `json:"connection_type"`  // which of SAML and OAuth is set
	ParsedUserInfo *EnterpriseConnectionTestRunParsedUserInfo `json:"parsed_user_info"` // what Clerk made of the answer, or nil
	Logs           []EnterpriseConnectionTestRunLog           `json:"logs"`             // what happened, in order
	SAML           *EnterpriseConnectionTestRunSAML           `json:"saml"`             // what was exchanged by SAML, or nil
	OAuth          *EnterpriseConnectionTestRunOAuth          `json:"oauth"`            // what was exchanged by OpenID Connect, or nil
	CreatedAt      Time                                       `json:"created_at"`       // when it began
}

// A TestRunStatus is how a test run went.
type TestRunStatus string

// The statuses of test runs.
const (
	TestRunStatusPending TestRunStatus = "pending" // nobody has finished the sign-in
	TestRunStatusSuccess TestRunStatus = "success" // a user could have signed in
	TestRunStatusFailed  TestRunStatus = "failed"  // the logs say why
)

// A ConnectionType is the protocol of a connection.
type ConnectionType string

// The types of connections.
const (
	ConnectionTypeSAML  ConnectionType = "saml"  // SAML
	ConnectionTypeOAuth ConnectionType = "oauth" // OpenID Connect
)

// An EnterpriseConnectionTestRunParsedUserInfo is the user whom Clerk would have signed in.
type EnterpriseConnectionTestRunParsedUserInfo struct {
	EmailAddress string `json:"email_address"` // the user's email address
	FirstName    string `json:"first_name"`    // the user's first name
	LastName     string `json:"last_name"`     // the user's last name
	UserID       string `json:"user_id"`       // the user's id at the IdP
}

// An EnterpriseConnectionTestRunLog is one thing that happened in a test run.
type EnterpriseConnectionTestRunLog struct {
	Level        string `json:"level"`         // "info", "error"
	Code         string `json:"code"`          // for programs
	ShortMessage string `json:"short_message"` // for people, in few words
	Message      string `json:"message"`       // for people
}

// An EnterpriseConnectionTestRunSAML is what was exchanged with a SAML identity provider (IdP).
type EnterpriseConnectionTestRunSAML struct {
	SAMLRequest  string `json:"saml_request"`  // what Clerk sent
	SAMLResponse Secret `json:"saml_response"` // what the IdP answered: an assertion that speaks for the one who tested
	RelayState   string `json:"relay_state"`   // what the IdP had to hand back
}

// An EnterpriseConnectionTestRunOAuth is what was exchanged with an OpenID Connect identity provider (IdP).
type EnterpriseConnectionTestRunOAuth struct {
	IDToken     Secret `json:"id_token"`     // what the IdP says of the one who tested, as a JWT
	AccessToken Secret `json:"access_token"` // opens the IdP's API in the name of the one who tested
	UserInfo    string `json:"user_info"`    // what the IdP's userinfo endpoint said, in JSON
}
