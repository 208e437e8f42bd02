package backend

import "time"

type OrganizationListParams struct {
	IncludeMembersCount                         Opt[bool] `query:"include_members_count"`
	IncludeMissingMemberWithElevatedPermissions Opt[bool] `query:"include_missing_member_with_elevated_permissions"`
	Query                                       string    `query:"query"`
	UserID                                      []string  `query:"user_id"`
	OrganizationID                              []string  `query:"organization_id"`
	OrderBy                                     string    `query:"order_by"`
	Limit                                       int       `query:"limit"`
	Offset                                      int       `query:"offset"`
}

type OrganizationCreateParams struct {
	Name                  string         `json:"name"`
	CreatedBy             Opt[string]    `json:"created_by,omitzero"`              // May be null.
	PrivateMetadata       Opt[any]       `json:"private_metadata,omitzero"`        // May be null.
	PublicMetadata        Opt[any]       `json:"public_metadata,omitzero"`         // May be null.
	Slug                  Opt[string]    `json:"slug,omitzero"`                    // May be null.
	MaxAllowedMemberships Opt[int64]     `json:"max_allowed_memberships,omitzero"` // May be null.
	CreatedAt             Opt[time.Time] `json:"created_at,omitzero"`              // May be null.
	RoleSetKey            Opt[string]    `json:"role_set_key,omitzero"`            // May be null.
}

type OrganizationGetParams struct {
	IncludeMembersCount                         Opt[bool] `query:"include_members_count"`
	IncludeMissingMemberWithElevatedPermissions Opt[bool] `query:"include_missing_member_with_elevated_permissions"`
}

type OrganizationUpdateParams struct {
	Name                  Opt[string]    `json:"name,omitzero"`                    // May be null.
	Slug                  Opt[string]    `json:"slug,omitzero"`                    // May be null.
	MaxAllowedMemberships Opt[int64]     `json:"max_allowed_memberships,omitzero"` // May be null.
	AdminDeleteEnabled    Opt[bool]      `json:"admin_delete_enabled,omitzero"`    // May be null.
	CreatedAt             Opt[time.Time] `json:"created_at,omitzero"`              // May be null.
	RoleSetKey            Opt[string]    `json:"role_set_key,omitzero"`            // May be null.
}

type OrganizationMergeMetadataParams struct {
	PublicMetadata  Opt[any] `json:"public_metadata,omitzero"`
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"`
}

type OrganizationReplaceMetadataParams struct {
	PublicMetadata  Opt[any] `json:"public_metadata,omitzero"`
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"`
}

type OrganizationAdjustBillingCreditBalanceParams struct {
	Amount         int64        `json:"amount"`
	Action         CreditAction `json:"action"`
	Currency       Opt[string]  `json:"currency,omitzero"`
	IdempotencyKey string       `json:"idempotency_key"`
	Note           Opt[string]  `json:"note,omitzero"`
}
