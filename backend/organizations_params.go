package backend

import "time"

// OrganizationListParams select organizations for OrganizationsService.List and All.
type OrganizationListParams struct {
	// IncludeMembersCount asks for Organization.MembersCount.
	IncludeMembersCount Opt[bool] `query:"include_members_count"`
	// IncludeMissingMemberWithElevatedPermissions asks for Organization.MissingMemberWithElevatedPermissions.
	IncludeMissingMemberWithElevatedPermissions Opt[bool] `query:"include_missing_member_with_elevated_permissions"`
	// Query is a whole organization id, or a part of a name or slug.
	Query string `query:"query"`
	// UserID selects organizations of which one of these users is a member, or with '-' before the id is not. Ids that are
	// not known are ignored.
	UserID []string `query:"user_id"`
	// OrganizationID selects these organizations, or with '-' before the id all others; at most 100 ids. Ids that are not
	// known are ignored.
	OrganizationID []string `query:"organization_id"`
	// OrderBy is name, created_at or members_count, descending with '-' before it. The default is -created_at.
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset  int    `query:"offset"` // how many to skip
}

// OrganizationCreateParams describe the organization for OrganizationsService.Create.
type OrganizationCreateParams struct {
	// Name is required: at most 256 characters, without HTML and addresses of web pages.
	Name string `json:"name"`
	// Slug is lower-case letters, digits and dashes, and unique in the instance. Send it only where slugs are switched on. May
	// be null.
	Slug Opt[string] `json:"slug,omitzero"`
	// CreatedBy is the user who becomes its admin, and for whom it is active in the next session that chooses no other. May be
	// null, which is nobody.
	CreatedBy Opt[string] `json:"created_by,omitzero"`
	// PublicMetadata is a JSON object that the front end can read. May be null, which is none.
	PublicMetadata Opt[any] `json:"public_metadata,omitzero"`
	// PrivateMetadata is a JSON object that only the back end can read. May be null, which is none.
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"`
	// MaxAllowedMemberships is how many members there may be, 0 for any number. The setting of the instance holds where it is
	// absent or null.
	MaxAllowedMemberships Opt[int] `json:"max_allowed_memberships,omitzero"`
	// CreatedAt is for organizations that existed before, elsewhere. Absent or null is now.
	CreatedAt Opt[time.Time] `json:"created_at,omitzero"`
	// RoleSetKey is the [RoleSet] that its roles come from. Absent or null is the initial one of the instance.
	RoleSetKey Opt[string] `json:"role_set_key,omitzero"`
}

// OrganizationGetParams ask OrganizationsService.Get for what costs Clerk extra work.
type OrganizationGetParams struct {
	// IncludeMembersCount asks for Organization.MembersCount.
	IncludeMembersCount Opt[bool] `query:"include_members_count"`
	// IncludeMissingMemberWithElevatedPermissions asks for Organization.MissingMemberWithElevatedPermissions.
	IncludeMissingMemberWithElevatedPermissions Opt[bool] `query:"include_missing_member_with_elevated_permissions"`
}

// OrganizationUpdateParams are what OrganizationsService.Update changes. Clerk takes null for every field of it, and does not
// say what it then does; leave out what is to stay.
type OrganizationUpdateParams struct {
	// Name is at most 256 characters, without HTML and addresses of web pages. May be null.
	Name Opt[string] `json:"name,omitzero"`
	// Slug is lower-case letters, digits and dashes, and unique in the instance. May be null.
	Slug Opt[string] `json:"slug,omitzero"`
	// MaxAllowedMemberships is how many members there may be, 0 for any number. May be null.
	MaxAllowedMemberships Opt[int] `json:"max_allowed_memberships,omitzero"`
	// AdminDeleteEnabled says whether its admins may delete it from the front end. May be null.
	AdminDeleteEnabled Opt[bool] `json:"admin_delete_enabled,omitzero"`
	// CreatedAt is when it began to exist, if that was elsewhere. May be null.
	CreatedAt Opt[time.Time] `json:"created_at,omitzero"`
	// RoleSetKey is the [RoleSet] that its roles come from. May be null.
	RoleSetKey Opt[string] `json:"role_set_key,omitzero"`
}

// OrganizationMergeMetadataParams are what OrganizationsService.MergeMetadata merges.
type OrganizationMergeMetadataParams struct {
	PublicMetadata  Opt[any] `json:"public_metadata,omitzero"`  // a JSON object that the front end can read
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"` // a JSON object that only the back end can read
}

// OrganizationReplaceMetadataParams are what OrganizationsService.ReplaceMetadata puts in place of the old.
type OrganizationReplaceMetadataParams struct {
	PublicMetadata  Opt[any] `json:"public_metadata,omitzero"`  // a JSON object that the front end can read
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"` // a JSON object that only the back end can read
}

// OrganizationAdjustBillingCreditBalanceParams are for [OrganizationsService.AdjustBillingCreditBalance]. They can be
// converted from and to [UserAdjustBillingCreditBalanceParams].
type OrganizationAdjustBillingCreditBalanceParams UserAdjustBillingCreditBalanceParams
