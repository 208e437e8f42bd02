package backendapi

import "github.com/usher-auth/usher/clerktest/internal/world"

// What the Frontend API shows of what the Backend API shows: without what is private. A field that is nil here hides the one of the
// same name.

// A FrontendUser is a user as they see themselves.
type FrontendUser struct {
	userView
	PrivateMetadata *struct{}            `json:"private_metadata,omitempty"`
	Memberships     []FrontendMembership `json:"organization_memberships"`
}

// A FrontendMembership is a membership as the member sees it.
type FrontendMembership struct {
	membershipView
	PrivateMetadata *struct{}            `json:"private_metadata,omitempty"`
	Organization    FrontendOrganization `json:"organization"`
}

// A FrontendOrganization is an organization as its members see it.
type FrontendOrganization struct {
	organizationView
	PrivateMetadata    *struct{} `json:"private_metadata,omitempty"`
	MembersCount       int       `json:"members_count"`
	PendingInvitations int       `json:"pending_invitations_count"`
}

// A FrontendPublicUser is what others see of a user.
type FrontendPublicUser = publicUserView

// FrontendUser shows a user. The caller holds the lock of the world.
func (a *API) FrontendUser(u *world.User) FrontendUser {
	return FrontendUser{
		userView: a.viewUser(u), Memberships: eachRow(a.w.Memberships.ByUser.Get(u.ID), a.FrontendMembership),
	}
}

// FrontendMembership shows a membership. The caller holds the lock of the world.
func (a *API) FrontendMembership(m *world.Membership) FrontendMembership {
	return FrontendMembership{membershipView: a.viewMembership(m), Organization: a.FrontendOrganization(a.w.Organizations.Get(m.OrgID))}
}

// PublicUser shows what others see of a user. The caller holds the lock of the world.
func (a *API) PublicUser(u *world.User) FrontendPublicUser {
	return publicUserView{
		UserID: u.ID, FirstName: orNull(u.FirstName), LastName: orNull(u.LastName), ProfileImageURL: a.image(u.Image, u.ID),
		ImageURL: a.image(u.Image, u.ID), HasImage: u.Image != "", Identifier: a.identifier(u), Username: orNull(u.Username), Banned: u.Banned,
	}
}

// A FrontendSignUp is a sign-up as the browser sees it that makes it.
type FrontendSignUp struct {
	signUpView
	PublicMetadata *struct{}      `json:"public_metadata,omitempty"`
	Verifications  map[string]any `json:"verifications"`
}

// FrontendSignUp shows a sign-up with what is verified of it. The caller holds the lock of the world.
func (a *API) FrontendSignUp(s *world.SignUp, verifications map[string]any) FrontendSignUp {
	return FrontendSignUp{signUpView: a.viewSignUp(s), Verifications: verifications}
}

// TheCode is every code that would be sent, TheCodeLifetime how long one is good, and MaxTries how often it may be guessed.
const (
	TheCode         = theCode
	TheCodeLifetime = codeLifetime
	MaxTries        = maxTries
)

// WellFormed reports whether text can be an identification of a kind.
func WellFormed(kind world.Kind, text string) bool { return wellFormed(kind, text) }
