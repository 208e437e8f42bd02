package backend

type OrganizationDomain struct {
	Object                  string                          `json:"object"`
	ID                      string                          `json:"id"`
	OrganizationID          string                          `json:"organization_id"`
	Name                    string                          `json:"name"`
	EnrollmentMode          EnrollmentMode                  `json:"enrollment_mode"`
	AffiliationEmailAddress string                          `json:"affiliation_email_address"`
	AffiliationVerification *OrganizationDomainVerification `json:"affiliation_verification"`
	OwnershipVerification   *OrganizationDomainVerification `json:"ownership_verification"`
	Verification            *OrganizationDomainVerification `json:"verification"` // Deprecated.
	TotalPendingInvitations int64                           `json:"total_pending_invitations"`
	TotalPendingSuggestions int64                           `json:"total_pending_suggestions"`
	PublicOrganizationData  *PublicOrganizationData         `json:"public_organization_data"`
	CreatedAt               Time                            `json:"created_at"`
	UpdatedAt               Time                            `json:"updated_at"`
}

type OrganizationDomainVerification struct {
	Status     string     `json:"status"`
	Strategy   string     `json:"strategy"`
	Attempts   Opt[int64] `json:"attempts"`
	ExpireAt   Time       `json:"expire_at"`
	VerifiedAt Time       `json:"verified_at"`
}
