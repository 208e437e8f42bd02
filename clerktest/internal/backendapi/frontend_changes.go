package backendapi

import (
	"net/http"
	"slices"
	"unicode/utf8"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// What the Frontend API changes by the rules of the Backend API. The caller is within Update.

// Deleted says in an answer that something is gone.
func Deleted(object, id string) any { return deleted(object, id) }

// CheckPassword refuses a password that is too short. The param has the name that it is given.
func CheckPassword(param, text string) []refusal.Detail {
	if utf8.RuneCountInString(text) >= leastPassword {
		return nil
	}
	return []refusal.Detail{refusal.About(param, "form_password_length_too_short", "is too short", "must have %d characters or more.", leastPassword)}
}

// MergeUnsafe merges what a user says about themselves into their metadata.
func MergeUnsafe(u *world.User, sent world.Metadata) error {
	return putMetadata(mergeMetadata, metadataParam{"unsafe_metadata", Opt[world.Metadata]{Set: true, Value: sent}, &u.UnsafeMetadata})
}

// ReplaceUnsafe puts what a user says about themselves in the place of their metadata.
func ReplaceUnsafe(u *world.User, sent world.Metadata) error {
	return putMetadata(replaceMetadata, metadataParam{"unsafe_metadata", Opt[world.Metadata]{Set: true, Value: sent}, &u.UnsafeMetadata})
}

// SetPrimary makes an identification of a user the primary one of its kind, which it must be verified for.
func (a *API) SetPrimary(u *world.User, kind world.Kind, param, id string) []refusal.Detail {
	i := a.w.Identifications.Get(id)
	switch {
	case i == nil || i.UserID != u.ID || i.Kind != kind:
		return []refusal.Detail{refusal.About(param, "form_resource_not_found", "is missing", "must be the id of one that this user has.")}
	case i.State != world.Verified:
		return []refusal.Detail{refusal.About(param, "form_verification_needed", "is unverified", "must be the id of one that is verified.")}
	}
	*u.PrimaryOf(kind) = i.ID
	return nil
}

// AddEmail gives a user an email address, which is not verified.
func (a *API) AddEmail(userID, text string) (*world.Identification, error) {
	var wrong problems
	checkForm(world.Email, text, &wrong)
	if err := wrong.refusal(); err != nil {
		return nil, err
	}
	return a.identify(world.Identification{UserID: userID, Kind: world.Email, Value: text}, identificationChanges{})
}

// FrontendEmail shows an email address with the verification that goes on.
func (a *API) FrontendEmail(i *world.Identification) any {
	v := viewEmail(i)
	if v.Verification == nil && i.Attempt != nil {
		attempt := viewAttempt(i, world.Unverified)
		v.Verification = &attempt
	}
	return v
}

// SaveIdentification puts a changed copy in its place, and tells the user of it.
func (a *API) SaveIdentification(i world.Identification) error { return a.saveIdentification(i) }

// SecondFactor refuses what is neither a code of the app of a user nor, for backup, one of their backup codes, which is used up.
func (a *API) SecondFactor(u *world.User, backup bool, code string) error {
	at := slices.Index(u.BackupCodes, code)
	switch {
	case !backup && slices.Contains(totps(u.TOTPSecret, a.w.Now()), code):
		return nil
	case !backup || at < 0:
		return refusal.Unprocessable(refusal.About("code", "form_code_incorrect", "is incorrect", "is not one of the user's."))
	}
	next := *u
	next.BackupCodes = slices.Delete(slices.Clone(u.BackupCodes), at, at+1)
	return a.w.Users.Put(next)
}

// FrontendOrganization shows an organization.
func (a *API) FrontendOrganization(o *world.Organization) FrontendOrganization {
	v := FrontendOrganization{organizationView: a.viewOrganization(o), MembersCount: a.w.Memberships.ByOrg.Get(o.ID).Len()}
	for i := range a.w.OrgInvitations.ByOrg.Get(o.ID).Each() {
		if i.Status == world.Pending {
			v.PendingInvitations++
		}
	}
	return v
}

// Founded makes an organization that a user creates, who is its first member. No slug is "".
func (a *API) Founded(u *world.User, name, slug string) (*world.Organization, error) {
	if !u.CreateOrgs {
		return nil, refusal.New(http.StatusForbidden, "authorization_invalid", "Unauthorized request",
			"The user may create no organizations: create_organization_enabled is false.")
	}
	if u.OrgLimit != nil && *u.OrgLimit > 0 {
		var made int64
		for o := range a.w.Organizations.Rows().Each() {
			if o.CreatedBy == u.ID {
				made++
			}
		}
		if made >= *u.OrgLimit {
			return nil, refusal.Newf(http.StatusForbidden, "quota_exceeded", "Quota exceeded",
				"The user has created all of the %d organizations of create_organizations_limit.", *u.OrgLimit)
		}
	}
	params := organizationCreate{Name: name, Slug: Opt[string]{Set: slug != "", Value: slug}, CreatedBy: Opt[string]{Set: true, Value: u.ID}}
	var wrong problems
	if name == "" {
		wrong.add(missing("name"))
	}
	params.check(&wrong)
	if err := wrong.refusal(); err != nil {
		return nil, err
	}
	answer, err := a.createOrganization(Call{}, params)
	if err != nil {
		return nil, err
	}
	view, _ := answer.(organizationView)
	return a.w.Organizations.Get(view.ID), nil
}

// Rename changes the name and the slug of an organization, where they are given.
func (a *API) Rename(o world.Organization, name, slug *string) error {
	var wrong problems
	if name != nil {
		if o.Name = *name; *name == "" {
			wrong.add(refusal.About("name", "form_param_nil", "is empty", "must not be empty."))
		}
	}
	if slug != nil && *slug != "" {
		checkSlug(*slug, &wrong)
		if err := slugAllowed(a.w.Set().Orgs, *slug); err != nil {
			return err
		}
		o.Slug = *slug
	}
	if err := wrong.refusal(); err != nil {
		return err
	}
	o.UpdatedAt = a.w.Now()
	return a.w.Organizations.Put(o)
}
