package backend

type SignUp struct {
	Object           string              `json:"object"`
	ID               string              `json:"id"`
	Status           SignUpStatus        `json:"status"`
	RequiredFields   []string            `json:"required_fields"`
	OptionalFields   []string            `json:"optional_fields"`
	MissingFields    []string            `json:"missing_fields"`
	UnverifiedFields []string            `json:"unverified_fields"`
	Verifications    SignUpVerifications `json:"verifications"`
	Username         string              `json:"username"`
	EmailAddress     string              `json:"email_address"`
	PhoneNumber      string              `json:"phone_number"`
	Web3Wallet       string              `json:"web3_wallet"`
	PasswordEnabled  bool                `json:"password_enabled"`
	FirstName        string              `json:"first_name"`
	LastName         string              `json:"last_name"`
	UnsafeMetadata   Metadata            `json:"unsafe_metadata"`
	PublicMetadata   Metadata            `json:"public_metadata"`
	CustomAction     bool                `json:"custom_action"`
	ExternalID       string              `json:"external_id"`
	CreatedSessionID string              `json:"created_session_id"`
	CreatedUserID    string              `json:"created_user_id"`
	AbandonAt        Time                `json:"abandon_at"`
	LegalAcceptedAt  Time                `json:"legal_accepted_at"`
	Locale           string              `json:"locale"`
	ExternalAccount  Metadata            `json:"external_account"` // Deprecated.
}

type SignUpStatus string

const (
	SignUpStatusMissingRequirements SignUpStatus = "missing_requirements"
	SignUpStatusComplete            SignUpStatus = "complete"
	SignUpStatusAbandoned           SignUpStatus = "abandoned"
)

type SignUpVerifications struct {
	EmailAddress    *SignUpVerification `json:"email_address"`
	PhoneNumber     *SignUpVerification `json:"phone_number"`
	Web3Wallet      *SignUpVerification `json:"web3_wallet"`
	ExternalAccount Metadata            `json:"external_account"`
}

type SignUpVerification struct {
	NextAction          SignUpVerificationNextAction `json:"next_action"`
	SupportedStrategies []string                     `json:"supported_strategies"`
}

type SignUpVerificationNextAction string

const (
	SignUpVerificationNextActionNeedsPrepare SignUpVerificationNextAction = "needs_prepare"
	SignUpVerificationNextActionNeedsAttempt SignUpVerificationNextAction = "needs_attempt"
)
