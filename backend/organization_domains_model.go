package backend

// An OrganizationDomain is an email domain, such as example.com, whose users may join an organization.
type OrganizationDomain struct {
	Object         string         `json:"object"`          // "organization_domain"
	ID             string         `json:"id"`              // orgdmn_…
	OrganizationID string         `json:"organization_id"` // whose domain it is
	Name           string         `json:"name"`            // example.com
	EnrollmentMode EnrollmentMode `json:"enrollment_mode"` // how its users come to join
	// AffiliationEmailAddress is the address in the domain that the affiliation is verified by; "" if there is none.
	AffiliationEmailAddress string `json:"affiliation_email_address"`
	// AffiliationVerification tells whether the organization was shown to belong to the domain, such as by a code sent to an
	// address there; nil if that was never tried.
	AffiliationVerification *OrganizationDomainVerification `json:"affiliation_verification"`
	// OwnershipVerification tells whether the domain itself was shown to be the organization's, by a DNS record or by
	// VerifyOwnership; nil if that was never tried.
	OwnershipVerification *OrganizationDomainVerification `json:"ownership_verification"`
	// Verification is the same as AffiliationVerification.
	//
	// Deprecated: Use AffiliationVerification; the next version of the API lacks this.
	Verification *OrganizationDomainVerification `json:"verification"`

	TotalPendingInvitations int                     `json:"total_pending_invitations"` // pending invitations that the domain led to
	TotalPendingSuggestions int                     `json:"total_pending_suggestions"` // pending suggestions that the domain led to
	PublicOrganizationData  *PublicOrganizationData `json:"public_organization_data"`  // nil if Clerk does not say
	CreatedAt               Time                    `json:"created_at"`                // when it was added
	UpdatedAt               Time                    `json:"updated_at"`                // when it last changed
}

// An OrganizationDomainVerification is how far one way to verify a domain has come.
type OrganizationDomainVerification struct {
	Status VerificationStatus `json:"status"` // unverified, verified, failed or expired
	// Strategy is the way, such as affiliation_email_code, or manual_override after VerifyOwnership.
	Strategy   string   `json:"strategy"`
	Attempts   Opt[int] `json:"attempts"`    // how often it was tried
	ExpireAt   Time     `json:"expire_at"`   // when it ends if it is not verified by then; zero if it does not
	VerifiedAt Time     `json:"verified_at"` // only in an ownership verification; zero if it is not verified
}
