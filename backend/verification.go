package backend

// A Verification says how an email address, phone number, wallet, passkey or account was shown to be the user's, or how far
// that has come. Clerk has eleven kinds, which share this type: a kind leaves the fields empty that it does not have.
type Verification struct {
	Object   string               `json:"object"`    // the kind: "verification_otp"; it may be missing
	Status   VerificationStatus   `json:"status"`    // how far it has come
	Strategy VerificationStrategy `json:"strategy"`  // by what means
	Attempts Opt[int]             `json:"attempts"`  // tries made so far; null where nothing is tried
	ExpireAt Time                 `json:"expire_at"` // zero if it does not expire
	Channel  string               `json:"channel"`   // how a code went to a phone: "sms"; else ""
	// VerifiedAtClient is the client in which it was verified, or "".
	VerifiedAtClient string `json:"verified_at_client"`
	// Error is why a verification at a provider failed, or nil.
	Error *ErrorDetail `json:"error"`
	// ExternalVerificationRedirectURL is where the user goes to verify an account at a provider, or "".
	ExternalVerificationRedirectURL string `json:"external_verification_redirect_url"`
	Nonce                           string `json:"nonce"`   // what a wallet or passkey signs, or ""
	Message                         string `json:"message"` // the text around Nonce that is signed, or ""
}

// A VerificationStatus says how far a verification has come.
type VerificationStatus string

// How far a verification may have come.
const (
	VerificationStatusUnverified   VerificationStatus = "unverified"   // it is not finished: a wrong code leaves it here
	VerificationStatusVerified     VerificationStatus = "verified"     // it has succeeded; nothing else counts
	VerificationStatusFailed       VerificationStatus = "failed"       // it cannot succeed any more
	VerificationStatusExpired      VerificationStatus = "expired"      // its time is over
	VerificationStatusTransferable VerificationStatus = "transferable" // the account belongs to a sign-in or sign-up of its own
)

// A VerificationStrategy says by what means something is verified. Besides those that have a constant there are
// "oauth_google" and the like, one for each provider, which become "from_oauth_google" for an email address that the provider
// vouches for; the instance's own providers begin with "oauth_custom_".
type VerificationStrategy string

// The means that have a name of their own.
const (
	VerificationStrategyPhoneCode              VerificationStrategy = "phone_code"                // a code sent to a phone
	VerificationStrategyEmailCode              VerificationStrategy = "email_code"                // a code sent by email
	VerificationStrategyResetPasswordEmailCode VerificationStrategy = "reset_password_email_code" // one for a new password
	VerificationStrategyEmailLink              VerificationStrategy = "email_link"                // a link sent by email
	VerificationStrategyAdmin                  VerificationStrategy = "admin"                     // Backend API or Dashboard
	VerificationStrategyTicket                 VerificationStrategy = "ticket"                    // an invitation or sign-in token
	VerificationStrategySAML                   VerificationStrategy = "saml"                      // an identity provider by SAML
	VerificationStrategySCIM                   VerificationStrategy = "scim"                      // a directory
	VerificationStrategyPasskey                VerificationStrategy = "passkey"                   // a passkey
	VerificationStrategyGoogleOneTap           VerificationStrategy = "google_one_tap"            // Google One Tap

	VerificationStrategyWeb3Metamask       VerificationStrategy = "web3_metamask_signature"        // a MetaMask wallet
	VerificationStrategyWeb3Base           VerificationStrategy = "web3_base_signature"            // a Base wallet
	VerificationStrategyWeb3CoinbaseWallet VerificationStrategy = "web3_coinbase_wallet_signature" // a Coinbase wallet
	VerificationStrategyWeb3OKXWallet      VerificationStrategy = "web3_okx_wallet_signature"      // an OKX wallet
	VerificationStrategyWeb3Solana         VerificationStrategy = "web3_solana_signature"          // a Solana wallet
)
