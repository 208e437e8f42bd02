package backend

// A SignUp is an attempt of a visitor to become a user.
type SignUp struct {
	Object string       `json:"object"` // "sign_up_attempt"
	ID     string       `json:"id"`     // sua_…
	Status SignUpStatus `json:"status"` // how far it has come
	// RequiredFields and the next three name fields of the form, such as "email_address": those that must be filled in, those
	// that may, those that still must, and those whose value still has to be verified.
	RequiredFields   []string            `json:"required_fields"`
	OptionalFields   []string            `json:"optional_fields"`    // see RequiredFields
	MissingFields    []string            `json:"missing_fields"`     // see RequiredFields
	UnverifiedFields []string            `json:"unverified_fields"`  // see RequiredFields
	Verifications    SignUpVerifications `json:"verifications"`      // what is known of the verifications
	Username         string              `json:"username"`           // as entered
	EmailAddress     string              `json:"email_address"`      // as entered, verified or not
	PhoneNumber      string              `json:"phone_number"`       // as entered, verified or not
	Web3Wallet       string              `json:"web3_wallet"`        // as entered, verified or not
	PasswordEnabled  bool                `json:"password_enabled"`   // a password was entered
	FirstName        string              `json:"first_name"`         // as entered
	LastName         string              `json:"last_name"`          // as entered
	UnsafeMetadata   Metadata            `json:"unsafe_metadata"`    // what the frontend wrote: not to be trusted
	PublicMetadata   Metadata            `json:"public_metadata"`    // what the user gets, from an invitation for instance
	CustomAction     bool                `json:"custom_action"`      // it waits for a step of the application's own
	ExternalID       string              `json:"external_id"`        // the visitor's id in the application's own system
	CreatedSessionID string              `json:"created_session_id"` // the session of the new user
	CreatedUserID    string              `json:"created_user_id"`    // the new user
	AbandonAt        Time                `json:"abandon_at"`         // when it is given up if nobody returns
	LegalAcceptedAt  Time                `json:"legal_accepted_at"`  // when the visitor accepted the terms; zero: not yet
	Locale           string              `json:"locale"`             // the visitor's language, as in BCP 47: "en-US"
	// ExternalAccount is the account at a provider such as Google that the visitor came with.
	//
	// Deprecated: Clerk will remove it.
	ExternalAccount Metadata `json:"external_account"`
}

// A SignUpStatus is how far a sign-up has come.
type SignUpStatus string

// The statuses of sign-ups.
const (
	SignUpStatusMissingRequirements SignUpStatus = "missing_requirements" // something is missing or not verified
	SignUpStatusComplete            SignUpStatus = "complete"             // there is a user now
	SignUpStatusAbandoned           SignUpStatus = "abandoned"            // the visitor did not come back in time
)

// SignUpVerifications are the verifications of a sign-up, each nil where there is nothing to verify.
type SignUpVerifications struct {
	EmailAddress    *SignUpVerification `json:"email_address"`    // of the email address
	PhoneNumber     *SignUpVerification `json:"phone_number"`     // of the phone number
	Web3Wallet      *SignUpVerification `json:"web3_wallet"`      // of the wallet
	ExternalAccount Metadata            `json:"external_account"` // of the account at a provider, in Clerk's own shape
}

// A SignUpVerification is how far the verification of one identifier has come.
type SignUpVerification struct {
	NextAction          SignUpVerificationNextAction `json:"next_action"`          // what the visitor must do; "": nothing
	SupportedStrategies []string                     `json:"supported_strategies"` // the ways to do it, such as "email_code"
}

// A SignUpVerificationNextAction is what must happen next to verify an identifier, or "".
type SignUpVerificationNextAction string

// The next actions of a verification.
const (
	SignUpVerificationNextActionNeedsPrepare SignUpVerificationNextAction = "needs_prepare" // a code must be sent
	SignUpVerificationNextActionNeedsAttempt SignUpVerificationNextAction = "needs_attempt" // the code must be entered
)
