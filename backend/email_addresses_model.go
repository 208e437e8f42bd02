package backend

type EmailAddress struct {
	ID                   string               `json:"id"`
	Object               string               `json:"object"`
	EmailAddress         string               `json:"email_address"`
	Reserved             bool                 `json:"reserved"`
	Verification         *Verification        `json:"verification"`
	LinkedTo             []IdentificationLink `json:"linked_to"`
	MatchesSSOConnection Opt[bool]            `json:"matches_sso_connection"`
	CreatedAt            Time                 `json:"created_at"`
	UpdatedAt            Time                 `json:"updated_at"`
}

type Verification struct {
	Object                          string               `json:"object"`
	Status                          VerificationStatus   `json:"status"`
	Strategy                        VerificationStrategy `json:"strategy"`
	Attempts                        Opt[int64]           `json:"attempts"`
	ExpireAt                        Time                 `json:"expire_at"`
	Channel                         string               `json:"channel"`
	VerifiedAtClient                string               `json:"verified_at_client"`
	Error                           *ErrorDetail         `json:"error"`
	ExternalVerificationRedirectURL string               `json:"external_verification_redirect_url"`
	Nonce                           string               `json:"nonce"`
	Message                         string               `json:"message"`
}

type VerificationStatus string

const (
	VerificationStatusUnverified   VerificationStatus = "unverified"
	VerificationStatusVerified     VerificationStatus = "verified"
	VerificationStatusFailed       VerificationStatus = "failed"
	VerificationStatusExpired      VerificationStatus = "expired"
	VerificationStatusTransferable VerificationStatus = "transferable"
)

type VerificationStrategy string

const (
	VerificationStrategyPhoneCode              VerificationStrategy = "phone_code"
	VerificationStrategyEmailCode              VerificationStrategy = "email_code"
	VerificationStrategyResetPasswordEmailCode VerificationStrategy = "reset_password_email_code"
	VerificationStrategyAdmin                  VerificationStrategy = "admin"
	VerificationStrategyTicket                 VerificationStrategy = "ticket"
	VerificationStrategySAML                   VerificationStrategy = "saml"
	VerificationStrategyEmailLink              VerificationStrategy = "email_link"
	VerificationStrategySCIM                   VerificationStrategy = "scim"
)

type IdentificationLink struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

type DeletedObject struct {
	Object     string `json:"object"`
	ID         string `json:"id"`
	Slug       string `json:"slug"`
	Deleted    bool   `json:"deleted"`
	ExternalID string `json:"external_id"`
}

type VerificationAttempt struct {
	Object   string     `json:"object"`
	ID       string     `json:"id"`
	Status   string     `json:"status"`
	Strategy string     `json:"strategy"`
	Attempts Opt[int64] `json:"attempts"`
	ExpireAt Time       `json:"expire_at"`
	Channel  string     `json:"channel"`
}
