package backendapi

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// An orgDomainView is a domain of an organization in an answer. Invitations and suggestions come from browsers, so none are pending.
type orgDomainView struct {
	Object             string              `json:"object"`
	ID                 string              `json:"id"`
	OrganizationID     string              `json:"organization_id"`
	Name               string              `json:"name"`
	EnrollmentMode     string              `json:"enrollment_mode"`
	AffiliationEmail   *string             `json:"affiliation_email_address"`
	Affiliation        *domainVerification `json:"affiliation_verification"`
	Ownership          *domainVerification `json:"ownership_verification"`
	Verification       *domainVerification `json:"verification"` // the old name of Affiliation
	PendingInvitations int                 `json:"total_pending_invitations"`
	PendingSuggestions int                 `json:"total_pending_suggestions"`
	PublicOrgData      *publicOrganData    `json:"public_organization_data,omitempty"`
	CreatedAt          int64               `json:"created_at"`
	UpdatedAt          int64               `json:"updated_at"`
}

// A domainVerification says how something about a domain was verified.
type domainVerification struct {
	Status     string `json:"status"`
	Strategy   string `json:"strategy"`
	Attempts   *int   `json:"attempts"`
	ExpireAt   *int64 `json:"expire_at"`
	VerifiedAt *int64 `json:"verified_at"`
}

func (a *API) viewOrgDomain(d *world.OrgDomain) orgDomainView {
	v := orgDomainView{
		Object: "organization_domain", ID: d.ID, OrganizationID: d.OrgID, Name: d.Name, EnrollmentMode: d.Mode,
		Affiliation: verifiedBy("admin", d.VerifiedAt), Verification: verifiedBy("admin", d.VerifiedAt),
		Ownership: verifiedBy("manual_override", d.OwnedAt), CreatedAt: d.CreatedAt.UnixMilli(), UpdatedAt: d.UpdatedAt.UnixMilli(),
	}
	if v.Ownership != nil {
		v.Ownership.VerifiedAt = millis(d.OwnedAt) // Clerk tells it of ownership alone
	}
	return v
}

// verifiedBy returns the verification of what was verified then, nil for never.
func verifiedBy(strategy string, at time.Time) *domainVerification {
	if at.IsZero() {
		return nil
	}
	return &domainVerification{Status: "verified", Strategy: strategy}
}

func (a *API) viewOrgDomainWithOrg(d *world.OrgDomain) orgDomainView {
	v := a.viewOrgDomain(d)
	v.PublicOrgData = a.publicOrg(d.OrgID)
	return v
}

// orgDomainEvent is what webhooks show of a domain.
func (a *API) orgDomainEvent(d *world.OrgDomain, gone bool) any {
	if gone {
		return deleted("organization_domain", d.ID)
	}
	return a.viewOrgDomain(d)
}
