package backend

import "context"

// MergeMetadata merges params into the metadata of a user and returns the user. What is not mentioned stays, at every depth:
// objects are merged with the objects that are there, a null removes the key that it stands at, and any other value takes the
// place of what was there, a list as a whole.
//
//	// public_metadata was {"plan":"free","limits":{"seats":3,"trial":true}}
//	user, err := c.Users.MergeMetadata(ctx, userID, &backend.UserMergeMetadataParams{
//		PublicMetadata: backend.JSON(map[string]any{"limits": map[string]any{"seats": 5, "trial": nil}}),
//	})
//	// and is {"plan":"free","limits":{"seats":5}}
//
// So a struct is a poor value: a field tagged omitempty can never be removed, and one that is a nil pointer removes what
// others have stored. A map says exactly what is meant. An empty object changes nothing; to clear, use ReplaceMetadata.
func (s *UsersService) MergeMetadata(ctx context.Context, userID string, params *UserMergeMetadataParams) (*User, error) {
	return do[User](ctx, s.settings, patch("/users/{user_id}/metadata", params, userID))
}

// ReplaceMetadata replaces each of the three kinds of metadata that is in params, as a whole, and returns the user: what the
// new value does not hold is gone. A kind that is absent stays as it is.
//
//	// public_metadata was {"plan":"free","limits":{"seats":3}}, private_metadata {"crm":"42"}
//	user, err := c.Users.ReplaceMetadata(ctx, userID, &backend.UserReplaceMetadataParams{
//		PublicMetadata: backend.JSON(map[string]any{"plan": "pro"}),
//	})
//	// now public_metadata is {"plan":"pro"}, and private_metadata still {"crm":"42"}
//
// An empty object clears a kind: backend.JSON(struct{}{}). A nil map is not one, but null, which is no object: Clerk's
// document does not allow it. Whoever writes last wins, so do not read, change and replace what several programs write:
// merge the difference.
func (s *UsersService) ReplaceMetadata(ctx context.Context, userID string, params *UserReplaceMetadataParams) (*User, error) {
	return do[User](ctx, s.settings, put("/users/{user_id}/metadata", params, userID))
}

// UserMergeMetadataParams are what [UsersService.MergeMetadata] merges. Each field takes [JSON] of something that encodes as
// an object, in which nulls remove keys.
type UserMergeMetadataParams struct {
	// PublicMetadata is what the frontend may read and only the Backend API may write.
	PublicMetadata Opt[any] `json:"public_metadata,omitzero"`
	// PrivateMetadata is what only the Backend API may read and write.
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"`
	// UnsafeMetadata is what the user may write from the frontend: never decide anything by it.
	UnsafeMetadata Opt[any] `json:"unsafe_metadata,omitzero"`
}

// UserReplaceMetadataParams are what [UsersService.ReplaceMetadata] stores. Each field takes [JSON] of something that encodes
// as an object.
type UserReplaceMetadataParams struct {
	// PublicMetadata is what the frontend may read and only the Backend API may write.
	PublicMetadata Opt[any] `json:"public_metadata,omitzero"`
	// PrivateMetadata is what only the Backend API may read and write.
	PrivateMetadata Opt[any] `json:"private_metadata,omitzero"`
	// UnsafeMetadata is what the user may write from the frontend: never decide anything by it.
	UnsafeMetadata Opt[any] `json:"unsafe_metadata,omitzero"`
}
