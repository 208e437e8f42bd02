package backend

import (
	"context"
	"errors"
	"iter"
)

// UsersService is for the people who sign in: their profile, credentials, metadata and everything that belongs to one of
// them. It is [Client.Users].
//
// Clerk takes ten updates of the same user in ten seconds, those of their metadata included; more are [ErrRateLimited].
type UsersService service

// List returns one page of users, the newest first unless OrderBy says otherwise. Nil params ask for the first ten users.
// The page does not say how many users there are in all; Count does.
func (s *UsersService) List(ctx context.Context, params *UserListParams) (*Page[User], error) {
	return do[Page[User]](ctx, s.settings, get("/users", params))
}

// All returns an iterator over the users that List would return, page after page. Limit is the size of a page: 100 by default.
//
// In order of creation, which is the default, the pages go by cursor: each costs the same, and who signs up or is deleted
// meanwhile moves nobody else. By any other OrderBy, or with an Offset, Clerk has no cursor and the pages go by offset: these
// get slower the further down they lie and time out in the end, and a user whose place changes may be missed or come twice.
func (s *UsersService) All(ctx context.Context, params *UserListParams) iter.Seq2[*User, error] {
	c := get("/users", params)
	if hasUserCursor(c) {
		return allAfter(ctx, s.settings, c, func(u *User) string { return u.ID })
	}
	return all[User](ctx, s.settings, c)
}

// hasUserCursor reports whether Clerk takes starting_after with this call.
func hasUserCursor(c call) bool {
	if c.query.Has("offset") {
		return false
	}
	switch c.query.Get("order_by") {
	case "", "created_at", "+created_at", "-created_at":
		return true
	}
	return false
}

// Count returns how many users match; nil params count all.
func (s *UsersService) Count(ctx context.Context, params *UserCountParams) (int, error) {
	answer, err := s.send(ctx, get("/users/count", params))
	if err != nil {
		return 0, err
	}
	var count struct {
		TotalCount Opt[int] `json:"total_count"`
	}
	if err := answer.decode(&count); err != nil {
		return 0, err
	}
	total, ok := count.TotalCount.Get()
	if !ok {
		return 0, answer.bad(errors.New("it has no total_count"))
	}
	return total, nil
}

// Create makes a user; what they must have is up to the settings of the instance. Email addresses and phone numbers count as
// verified unless the params say otherwise. An identifier that somebody has already is errors.Is(err, [ErrUnprocessable])
// with the code form_identifier_exists; Banned on a plan without bans is [ErrPaymentRequired].
//
// A Create whose outcome is unknown is not repeated, as there might be two users then; an ExternalID or an email address
// lets the caller find out with List.
func (s *UsersService) Create(ctx context.Context, params *UserCreateParams) (*User, error) {
	return do[User](ctx, s.settings, post("/users", params))
}

// Get returns the user with this id. There is no user by another name: to find one by email address or external id, use List.
func (s *UsersService) Get(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, get("/users/{user_id}", nil, userID))
}

// Update changes the fields that are in params and leaves the others as they are.
//
// It takes no metadata, as Clerk does not since version 2026-05-12 of its API: use MergeMetadata or ReplaceMetadata.
func (s *UsersService) Update(ctx context.Context, userID string, params *UserUpdateParams) (*User, error) {
	return do[User](ctx, s.settings, patch("/users/{user_id}", params, userID))
}

// Delete deletes a user for good.
func (s *UsersService) Delete(ctx context.Context, userID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/users/{user_id}", nil, userID))
}

// UploadProfileImage makes a file the picture of a user. It returns the user with the new ImageURL. Being a POST, it is
// repeated only after a 429 and where no connection could be opened.
func (s *UsersService) UploadProfileImage(ctx context.Context, userID string, upload *Upload) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/profile_image", nil, userID).carrying(upload))
}

// DeleteProfileImage takes the picture of a user away; ImageURL is then that of a generated one.
func (s *UsersService) DeleteProfileImage(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, del("/users/{user_id}/profile_image", nil, userID))
}
