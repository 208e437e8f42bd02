package backend

type User struct {
	ID                            string                   `json:"id"`
	Object                        string                   `json:"object"`
	ExternalID                    string                   `json:"external_id"`
	PrimaryEmailAddressID         string                   `json:"primary_email_address_id"`
	PrimaryPhoneNumberID          string                   `json:"primary_phone_number_id"`
	PrimaryWeb3WalletID           string                   `json:"primary_web3_wallet_id"`
	Username                      string                   `json:"username"`
	FirstName                     string                   `json:"first_name"`
	LastName                      string                   `json:"last_name"`
	Locale                        string                   `json:"locale"`
	ProfileImageURL               string                   `json:"profile_image_url"` // Deprecated.
	ImageURL                      string                   `json:"image_url"`
	HasImage                      bool                     `json:"has_image"`
	PublicMetadata                Metadata                 `json:"public_metadata"`
	PrivateMetadata               Metadata                 `json:"private_metadata"`
	UnsafeMetadata                Metadata                 `json:"unsafe_metadata"`
	EmailAddresses                []EmailAddress           `json:"email_addresses"`
	PhoneNumbers                  []PhoneNumber            `json:"phone_numbers"`
	Web3Wallets                   []Web3Wallet             `json:"web3_wallets"`
	Passkeys                      []Passkey                `json:"passkeys"`
	PasswordEnabled               bool                     `json:"password_enabled"`
	TwoFactorEnabled              bool                     `json:"two_factor_enabled"`
	TOTPEnabled                   bool                     `json:"totp_enabled"`
	BackupCodeEnabled             bool                     `json:"backup_code_enabled"`
	MFAEnabledAt                  Time                     `json:"mfa_enabled_at"`
	MFADisabledAt                 Time                     `json:"mfa_disabled_at"`
	PasswordLastUpdatedAt         Time                     `json:"password_last_updated_at"`
	ExternalAccounts              []ExternalAccount        `json:"external_accounts"`
	SAMLAccounts                  []SAMLAccount            `json:"saml_accounts"`
	EnterpriseAccounts            []EnterpriseAccount      `json:"enterprise_accounts"`
	OrganizationMemberships       []OrganizationMembership `json:"organization_memberships"`
	LastSignInAt                  Time                     `json:"last_sign_in_at"`
	Banned                        bool                     `json:"banned"`
	Locked                        bool                     `json:"locked"`
	Deprovisioned                 Opt[bool]                `json:"deprovisioned"`
	LockoutExpiresInSeconds       Opt[int64]               `json:"lockout_expires_in_seconds"`
	VerificationAttemptsRemaining Opt[int64]               `json:"verification_attempts_remaining"`
	UpdatedAt                     Time                     `json:"updated_at"`
	CreatedAt                     Time                     `json:"created_at"`
	DeleteSelfEnabled             bool                     `json:"delete_self_enabled"`
	CreateOrganizationEnabled     bool                     `json:"create_organization_enabled"`
	CreateOrganizationsLimit      Opt[int64]               `json:"create_organizations_limit"`
	LastActiveAt                  Time                     `json:"last_active_at"`
	LegalAcceptedAt               Time                     `json:"legal_accepted_at"`
	BypassClientTrust             Opt[bool]                `json:"bypass_client_trust"`
	SCIM                          *SCIMUser                `json:"scim"`
}

type Web3Wallet struct {
	ID           string        `json:"id"`
	Object       string        `json:"object"`
	Web3Wallet   string        `json:"web3_wallet"`
	Verification *Verification `json:"verification"`
	CreatedAt    Time          `json:"created_at"`
	UpdatedAt    Time          `json:"updated_at"`
}

type Passkey struct {
	ID           string        `json:"id"`
	Object       string        `json:"object"`
	Name         string        `json:"name"`
	LastUsedAt   Time          `json:"last_used_at"`
	Verification *Verification `json:"verification"`
}

type ExternalAccount struct {
	Object               string        `json:"object"`
	ID                   string        `json:"id"`
	Provider             string        `json:"provider"`
	IdentificationID     string        `json:"identification_id"`
	ProviderUserID       string        `json:"provider_user_id"`
	ApprovedScopes       string        `json:"approved_scopes"`
	EmailAddress         string        `json:"email_address"`
	EmailAddressVerified Opt[bool]     `json:"email_address_verified"`
	FirstName            string        `json:"first_name"`
	LastName             string        `json:"last_name"`
	AvatarURL            string        `json:"avatar_url"` // Deprecated.
	ImageURL             string        `json:"image_url"`
	Username             string        `json:"username"`
	PhoneNumber          string        `json:"phone_number"`
	PublicMetadata       Metadata      `json:"public_metadata"`
	Label                string        `json:"label"`
	CreatedAt            Time          `json:"created_at"`
	UpdatedAt            Time          `json:"updated_at"`
	Verification         *Verification `json:"verification"`
}

type SAMLAccount struct {
	ID                  string                 `json:"id"`
	Object              string                 `json:"object"`
	Provider            string                 `json:"provider"`
	Active              bool                   `json:"active"`
	EmailAddress        string                 `json:"email_address"`
	FirstName           string                 `json:"first_name"`
	LastName            string                 `json:"last_name"`
	ProviderUserID      string                 `json:"provider_user_id"`
	LastAuthenticatedAt Time                   `json:"last_authenticated_at"`
	PublicMetadata      Metadata               `json:"public_metadata"`
	Verification        *Verification          `json:"verification"`
	SAMLConnection      *SAMLAccountConnection `json:"saml_connection"`
}

type SAMLAccountConnection struct {
	ID                               string    `json:"id"`
	Name                             string    `json:"name"`
	Domain                           string    `json:"domain"` // Deprecated.
	Domains                          []string  `json:"domains"`
	Active                           bool      `json:"active"`
	Provider                         string    `json:"provider"`
	SyncUserAttributes               bool      `json:"sync_user_attributes"`
	AllowSubdomains                  Opt[bool] `json:"allow_subdomains"`
	AllowIDPInitiated                Opt[bool] `json:"allow_idp_initiated"`
	DisableAdditionalIdentifications Opt[bool] `json:"disable_additional_identifications"`
	CreatedAt                        Time      `json:"created_at"`
	UpdatedAt                        Time      `json:"updated_at"`
}

type EnterpriseAccount struct {
	ID                     string                       `json:"id"`
	Object                 string                       `json:"object"`
	Protocol               EnterpriseAccountProtocol    `json:"protocol"`
	Provider               string                       `json:"provider"`
	Active                 bool                         `json:"active"`
	EmailAddress           string                       `json:"email_address"`
	FirstName              string                       `json:"first_name"`
	LastName               string                       `json:"last_name"`
	ProviderUserID         string                       `json:"provider_user_id"`
	EnterpriseConnectionID string                       `json:"enterprise_connection_id"`
	PublicMetadata         Metadata                     `json:"public_metadata"`
	Verification           *Verification                `json:"verification"`
	EnterpriseConnection   *EnterpriseAccountConnection `json:"enterprise_connection"`
	LastAuthenticatedAt    Time                         `json:"last_authenticated_at"`
}

type EnterpriseAccountProtocol string

const (
	EnterpriseAccountProtocolOAuth EnterpriseAccountProtocol = "oauth"
	EnterpriseAccountProtocolSAML  EnterpriseAccountProtocol = "saml"
)

type EnterpriseAccountConnection struct {
	ID                               string   `json:"id"`
	Protocol                         string   `json:"protocol"`
	Provider                         string   `json:"provider"`
	Name                             string   `json:"name"`
	LogoPublicURL                    string   `json:"logo_public_url"`
	Domain                           string   `json:"domain"` // Deprecated.
	Domains                          []string `json:"domains"`
	Active                           bool     `json:"active"`
	SyncUserAttributes               bool     `json:"sync_user_attributes"`
	AllowSubdomains                  bool     `json:"allow_subdomains"`
	AllowIDPInitiated                bool     `json:"allow_idp_initiated"`
	DisableAdditionalIdentifications bool     `json:"disable_additional_identifications"`
	CreatedAt                        Time     `json:"created_at"`
	UpdatedAt                        Time     `json:"updated_at"`
}

type PublicUserData struct {
	UserID          string    `json:"user_id"`
	FirstName       string    `json:"first_name"`
	LastName        string    `json:"last_name"`
	ProfileImageURL string    `json:"profile_image_url"` // Deprecated.
	ImageURL        string    `json:"image_url"`
	HasImage        bool      `json:"has_image"`
	Identifier      string    `json:"identifier"`
	Username        string    `json:"username"`
	Banned          Opt[bool] `json:"banned"`
	Deprovisioned   Opt[bool] `json:"deprovisioned"`
}

type SCIMUser struct {
	DirectoryID      string    `json:"directory_id"`
	DirectoryEnabled Opt[bool] `json:"directory_enabled"`
	ExternalID       string    `json:"external_id"`
}

type TotalCount struct {
	Object     string `json:"object"`
	TotalCount int64  `json:"total_count"`
}

type Subscription struct {
	Object               string                   `json:"object"`
	ID                   string                   `json:"id"`
	InstanceID           string                   `json:"instance_id"`
	Status               SubscriptionStatus       `json:"status"`
	PayerID              string                   `json:"payer_id"`
	CreatedAt            Time                     `json:"created_at"`
	UpdatedAt            Time                     `json:"updated_at"`
	ActiveAt             Time                     `json:"active_at"`
	PastDueAt            Time                     `json:"past_due_at"`
	SubscriptionItems    []SubscriptionItem       `json:"subscription_items"`
	NextPayment          *SubscriptionNextPayment `json:"next_payment"`
	EligibleForFreeTrial Opt[bool]                `json:"eligible_for_free_trial"`
}

type SubscriptionStatus string

const (
	SubscriptionStatusActive     SubscriptionStatus = "active"
	SubscriptionStatusPastDue    SubscriptionStatus = "past_due"
	SubscriptionStatusCanceled   SubscriptionStatus = "canceled"
	SubscriptionStatusEnded      SubscriptionStatus = "ended"
	SubscriptionStatusAbandoned  SubscriptionStatus = "abandoned"
	SubscriptionStatusIncomplete SubscriptionStatus = "incomplete"
)

type SubscriptionItem struct {
	Object          string                       `json:"object"`
	ID              string                       `json:"id"`
	InstanceID      string                       `json:"instance_id"`
	Status          SubscriptionItemStatus       `json:"status"`
	Credit          *SubscriptionCredit          `json:"credit"`
	Credits         *Credits                     `json:"credits"`
	PlanID          string                       `json:"plan_id"`
	PriceID         string                       `json:"price_id"`
	Plan            *Plan                        `json:"plan"`
	PlanPeriod      PlanPeriod                   `json:"plan_period"`
	PaymentMethod   *PaymentMethod               `json:"payment_method"`
	LifetimePaid    *Money                       `json:"lifetime_paid"`
	NextPayment     *SubscriptionItemNextPayment `json:"next_payment"`
	PayerID         string                       `json:"payer_id"`
	Payer           *Payer                       `json:"payer"`
	IsFreeTrial     bool                         `json:"is_free_trial"`
	PeriodStart     Time                         `json:"period_start"`
	PeriodEnd       Time                         `json:"period_end"`
	ProrationDate   string                       `json:"proration_date"`
	CanceledAt      Time                         `json:"canceled_at"`
	PastDueAt       Time                         `json:"past_due_at"`
	EndedAt         Time                         `json:"ended_at"`
	CreatedAt       Time                         `json:"created_at"`
	UpdatedAt       Time                         `json:"updated_at"`
	Seats           *SubscriptionItemSeats       `json:"seats"`
	Totals          *Totals                      `json:"totals"`
	PaymentSourceID string                       `json:"payment_source_id"`
	PaymentSource   *PaymentSource               `json:"payment_source"`
	Amount          *Money                       `json:"amount"`
	NextInvoice     *SubscriptionItemNextPayment `json:"next_invoice"`
}

type SubscriptionItemStatus string

const (
	SubscriptionItemStatusActive     SubscriptionItemStatus = "active"
	SubscriptionItemStatusCanceled   SubscriptionItemStatus = "canceled"
	SubscriptionItemStatusExpired    SubscriptionItemStatus = "expired"
	SubscriptionItemStatusEnded      SubscriptionItemStatus = "ended"
	SubscriptionItemStatusPastDue    SubscriptionItemStatus = "past_due"
	SubscriptionItemStatusUpcoming   SubscriptionItemStatus = "upcoming"
	SubscriptionItemStatusIncomplete SubscriptionItemStatus = "incomplete"
	SubscriptionItemStatusAbandoned  SubscriptionItemStatus = "abandoned"
	SubscriptionItemStatusFreeTrial  SubscriptionItemStatus = "free_trial"
)

type PlanPeriod string

const (
	PlanPeriodMonth  PlanPeriod = "month"
	PlanPeriodAnnual PlanPeriod = "annual"
)

type SubscriptionCredit struct {
	Amount                *Money       `json:"amount"`
	CycleRemainingPercent Opt[float64] `json:"cycle_remaining_percent"`
}

type Money struct {
	Amount          int64  `json:"amount"`
	AmountFormatted string `json:"amount_formatted"`
	Currency        string `json:"currency"`
	CurrencySymbol  string `json:"currency_symbol"`
}

type Credits struct {
	Proration *ProrationCreditDetail `json:"proration"`
	Payer     *PayerCredit           `json:"payer"`
	Total     Money                  `json:"total"`
}

type ProrationCreditDetail struct {
	Amount                Money   `json:"amount"`
	CycleDaysRemaining    int64   `json:"cycle_days_remaining"`
	CycleDaysTotal        int64   `json:"cycle_days_total"`
	CycleRemainingPercent float64 `json:"cycle_remaining_percent"`
}

type PayerCredit struct {
	RemainingBalance Money `json:"remaining_balance"`
	AppliedAmount    Money `json:"applied_amount"`
}

type Plan struct {
	Object                       string          `json:"object"`
	ID                           string          `json:"id"`
	Name                         string          `json:"name"`
	Fee                          *Money          `json:"fee"`
	AnnualMonthlyFee             *Money          `json:"annual_monthly_fee"`
	AnnualFee                    *Money          `json:"annual_fee"`
	Description                  string          `json:"description"`
	ProductID                    string          `json:"product_id"` // Deprecated.
	IsDefault                    bool            `json:"is_default"`
	IsRecurring                  bool            `json:"is_recurring"`
	PubliclyVisible              bool            `json:"publicly_visible"`
	HasBaseFee                   bool            `json:"has_base_fee"`
	ForPayerType                 string          `json:"for_payer_type"`
	Slug                         string          `json:"slug"`
	AvatarURL                    string          `json:"avatar_url"`
	Features                     []Feature       `json:"features"`
	FreeTrialEnabled             bool            `json:"free_trial_enabled"`
	FreeTrialDays                Opt[int64]      `json:"free_trial_days"`
	UnitPrices                   []PlanUnitPrice `json:"unit_prices"`
	Amount                       Opt[int64]      `json:"amount"`
	AmountFormatted              string          `json:"amount_formatted"`
	AnnualMonthlyAmount          Opt[int64]      `json:"annual_monthly_amount"`
	AnnualMonthlyAmountFormatted string          `json:"annual_monthly_amount_formatted"`
	AnnualAmount                 Opt[int64]      `json:"annual_amount"`
	AnnualAmountFormatted        string          `json:"annual_amount_formatted"`
	CurrencySymbol               string          `json:"currency_symbol"`
	Currency                     string          `json:"currency"`
	PayerType                    []string        `json:"payer_type"`
	Period                       string          `json:"period"`
	Interval                     Opt[int64]      `json:"interval"`
}

type Feature struct {
	Object      string `json:"object"`
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Slug        string `json:"slug"`
	AvatarURL   string `json:"avatar_url"`
}

type PlanUnitPrice struct {
	Name      string              `json:"name"`
	BlockSize int64               `json:"block_size"`
	Tiers     []PlanUnitPriceTier `json:"tiers"`
}

type PlanUnitPriceTier struct {
	StartsAtBlock  int64      `json:"starts_at_block"`
	EndsAfterBlock Opt[int64] `json:"ends_after_block"`
	FeePerBlock    Money      `json:"fee_per_block"`
}

type PaymentMethod struct {
	Object                   string              `json:"object"`
	ID                       string              `json:"id"`
	PayerID                  string              `json:"payer_id"`
	PaymentType              PaymentType         `json:"payment_type"`
	IsDefault                Opt[bool]           `json:"is_default"`
	Gateway                  string              `json:"gateway"`
	GatewayExternalID        string              `json:"gateway_external_id"`
	GatewayExternalAccountID string              `json:"gateway_external_account_id"`
	Last4                    string              `json:"last4"`
	Status                   PaymentMethodStatus `json:"status"`
	WalletType               string              `json:"wallet_type"`
	CardType                 string              `json:"card_type"`
	ExpiryYear               Opt[int64]          `json:"expiry_year"`
	ExpiryMonth              Opt[int64]          `json:"expiry_month"`
	CreatedAt                Time                `json:"created_at"`
	UpdatedAt                Time                `json:"updated_at"`
	IsRemovable              Opt[bool]           `json:"is_removable"`
}

type PaymentType string

const (
	PaymentTypeCard         PaymentType = "card"
	PaymentTypeLink         PaymentType = "link"
	PaymentTypePayerCredits PaymentType = "payer-credits"
)

type PaymentMethodStatus string

const (
	PaymentMethodStatusActive       PaymentMethodStatus = "active"
	PaymentMethodStatusDisconnected PaymentMethodStatus = "disconnected"
)

type SubscriptionItemNextPayment struct {
	Amount        *Money         `json:"amount"`
	Date          Time           `json:"date"`
	PerUnitTotals []PerUnitTotal `json:"per_unit_totals"`
	Totals        *Totals        `json:"totals"`
}

type PerUnitTotal struct {
	Name      string             `json:"name"`
	BlockSize int64              `json:"block_size"`
	Tiers     []PerUnitTotalTier `json:"tiers"`
}

type PerUnitTotalTier struct {
	Quantity    Opt[int64] `json:"quantity"`
	FeePerBlock Money      `json:"fee_per_block"`
	Total       Money      `json:"total"`
}

type Totals struct {
	Subtotal      Money          `json:"subtotal"`
	BaseFee       Money          `json:"base_fee"`
	TaxTotal      Money          `json:"tax_total"`
	GrandTotal    Money          `json:"grand_total"`
	PerUnitTotals []PerUnitTotal `json:"per_unit_totals"`
	Credits       *Credits       `json:"credits"`
	Discounts     *Discounts     `json:"discounts"`
}

type Discounts struct {
	Proration *ProrationDiscount `json:"proration"`
	Total     Money              `json:"total"`
}

type ProrationDiscount struct {
	Amount             Money   `json:"amount"`
	CycleDaysPassed    int64   `json:"cycle_days_passed"`
	CycleDaysTotal     int64   `json:"cycle_days_total"`
	CyclePassedPercent float64 `json:"cycle_passed_percent"`
}

type Payer struct {
	Object           string `json:"object"`
	ID               string `json:"id"`
	InstanceID       string `json:"instance_id"`
	UserID           string `json:"user_id"`
	FirstName        string `json:"first_name"`
	LastName         string `json:"last_name"`
	Email            string `json:"email"`
	OrganizationID   string `json:"organization_id"`
	OrganizationName string `json:"organization_name"`
	ImageURL         string `json:"image_url"`
	CreditsBalance   *Money `json:"credits_balance"`
	CreatedAt        Time   `json:"created_at"`
	UpdatedAt        Time   `json:"updated_at"`
}

type SubscriptionItemSeats struct {
	Quantity Opt[int64]         `json:"quantity"`
	Tiers    []PerUnitTotalTier `json:"tiers"`
}

type SubscriptionNextPayment struct {
	Date          Time           `json:"date"`
	Amount        Money          `json:"amount"`
	PerUnitTotals []PerUnitTotal `json:"per_unit_totals"`
	Totals        *Totals        `json:"totals"`
}

type CreditBalance struct {
	Object  string `json:"object"`
	Balance *Money `json:"balance"`
}

type CreditLedgerEntry struct {
	Object     string `json:"object"`
	ID         string `json:"id"`
	PayerID    string `json:"payer_id"`
	Amount     Money  `json:"amount"`
	SourceType string `json:"source_type"`
	SourceID   string `json:"source_id"`
	Note       string `json:"note"`
	CreatedAt  Time   `json:"created_at"`
}

type OAuthAccessToken struct {
	Object            string   `json:"object"`
	ExternalAccountID string   `json:"external_account_id"`
	ProviderUserID    string   `json:"provider_user_id"`
	Token             Secret   `json:"token"`
	ExpiresAt         Time     `json:"expires_at"`
	Provider          string   `json:"provider"`
	PublicMetadata    Metadata `json:"public_metadata"`
	Label             string   `json:"label"`
	Scopes            []string `json:"scopes"`
	IDToken           Secret   `json:"id_token"`
	TokenSecret       Secret   `json:"token_secret"`
}

type PublicOrganizationData struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Slug     string `json:"slug"`
	ImageURL string `json:"image_url"`
	HasImage bool   `json:"has_image"`
}

type PasswordVerification struct {
	Verified Opt[bool] `json:"verified"`
}

type TOTPVerification struct {
	Verified Opt[bool]                `json:"verified"`
	CodeType TOTPVerificationCodeType `json:"code_type"`
}

type TOTPVerificationCodeType string

const (
	TOTPVerificationCodeTypeTOTP       TOTPVerificationCodeType = "totp"
	TOTPVerificationCodeTypeBackupCode TOTPVerificationCodeType = "backup_code"
)

type UserReference struct {
	UserID string `json:"user_id"`
}

type TrustedDevice struct {
	Object        string                `json:"object"`
	ID            string                `json:"id"`
	Platform      TrustedDevicePlatform `json:"platform"`
	AppIdentifier string                `json:"app_identifier"`
	Name          string                `json:"name"`
	Algorithm     string                `json:"algorithm"`
	Status        TrustedDeviceStatus   `json:"status"`
	CreatedAt     Time                  `json:"created_at"`
	UpdatedAt     Time                  `json:"updated_at"`
	LastUsedAt    Time                  `json:"last_used_at"`
	RevokedAt     Time                  `json:"revoked_at"`
}

type TrustedDevicePlatform string

const (
	TrustedDevicePlatformIos     TrustedDevicePlatform = "ios"
	TrustedDevicePlatformAndroid TrustedDevicePlatform = "android"
)

type TrustedDeviceStatus string

const (
	TrustedDeviceStatusActive  TrustedDeviceStatus = "active"
	TrustedDeviceStatusRevoked TrustedDeviceStatus = "revoked"
)
