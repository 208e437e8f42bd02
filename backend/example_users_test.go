package backend_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/usher-auth/usher/backend"
)

func ExampleUsersService_List() {
	c := stub(map[string]string{"GET /users": `[
		{"id":"user_2","first_name":"Grace","last_sign_in_at":1778500000000},
		{"id":"user_1","first_name":"Ada","last_sign_in_at":null}
	]`})
	page, err := c.Users.List(context.Background(), &backend.UserListParams{
		OrganizationID: []string{"org_1"},
		Banned:         backend.Some(false),
		CreatedAtAfter: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		OrderBy:        "-last_sign_in_at",
		Limit:          50,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, user := range page.Data {
		fmt.Println(user.FirstName, "was here:", !user.LastSignInAt.IsZero())
	}
	// Output:
	// Grace was here: true
	// Ada was here: false
}

// The iterator asks for the next page when it gets there, and for none after a break.
func ExampleUsersService_All() {
	c := stub(map[string]string{"GET /users": `[{"id":"user_2","username":"grace"},{"id":"user_1","username":"ada"}]`})
	for user, err := range c.Users.All(context.Background(), &backend.UserListParams{Limit: 500}) {
		if err != nil {
			fmt.Println(err) // the list ends here
			break
		}
		fmt.Println(user.Username)
	}
	// Output:
	// grace
	// ada
}

func ExampleUsersService_Get() {
	c := stub(map[string]string{"GET /users/user_1": `{"id":"user_1","public_metadata":{"plan":"pro"}}`})

	user, err := c.Users.Get(context.Background(), "user_1")
	if err != nil {
		fmt.Println(err)
		return
	}
	var metadata struct{ Plan string }
	if err := user.PublicMetadata.Decode(&metadata); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(metadata.Plan)

	_, err = c.Users.Get(context.Background(), "user_gone")
	fmt.Println(errors.Is(err, backend.ErrNotFound))
	// Output:
	// pro
	// true
}

// What is not in the params stays as it is; Null removes.
func ExampleUsersService_Update() {
	c, asked := newStub(map[string]string{"PATCH /users/user_1": `{"id":"user_1","first_name":"Ada"}`})
	_, err := c.Users.Update(context.Background(), "user_1", &backend.UserUpdateParams{
		FirstName:  backend.Some("Ada"),
		ExternalID: backend.Null[string](),
	})
	fmt.Println(err)
	fmt.Println(asked.asked[0].body)
	// Output:
	// <nil>
	// {"external_id":null,"first_name":"Ada"}
}

// A merge keeps what it does not mention, at every depth. A nil in the map removes the key that it stands at.
func ExampleUsersService_MergeMetadata() {
	c, asked := newStub(map[string]string{
		"PATCH /users/user_1/metadata": `{"id":"user_1","public_metadata":{"plan":"free","limits":{"seats":5}}}`,
	})
	user, err := c.Users.MergeMetadata(context.Background(), "user_1", &backend.UserMergeMetadataParams{
		PublicMetadata: backend.JSON(map[string]any{"limits": map[string]any{"seats": 5, "trial": nil}}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("sent:", asked.asked[0].body)
	fmt.Println("now: ", user.PublicMetadata)
	// Output:
	// sent: {"public_metadata":{"limits":{"seats":5,"trial":null}}}
	// now:  {"plan":"free","limits":{"seats":5}}
}

// A replacement is all that there is afterwards. An empty object clears; what is absent stays.
func ExampleUsersService_ReplaceMetadata() {
	c, asked := newStub(map[string]string{"PUT /users/user_1/metadata": `{"id":"user_1","public_metadata":{"plan":"pro"}}`})
	_, err := c.Users.ReplaceMetadata(context.Background(), "user_1", &backend.UserReplaceMetadataParams{
		PublicMetadata: backend.JSON(map[string]any{"plan": "pro"}),
		UnsafeMetadata: backend.JSON(struct{}{}),
	})
	fmt.Println(err)
	fmt.Println(asked.asked[0].body)
	// Output:
	// <nil>
	// {"public_metadata":{"plan":"pro"},"unsafe_metadata":{}}
}

// There is no answer to look at: no error means that the password is right.
func ExampleUsersService_VerifyPassword() {
	c := stub(map[string]string{"POST /users/user_1/verify_password": `{"verified":true}`})
	_, err := c.Users.VerifyPassword(context.Background(), "user_1", &backend.UserVerifyPasswordParams{
		Password: "correct horse battery staple",
	})
	switch {
	case err == nil:
		fmt.Println("right")
	case errors.Is(err, backend.ErrNotVerified):
		fmt.Println("wrong")
	default:
		fmt.Println("nobody knows:", err)
	}
	// Output: right
}

func ExampleUsersService_UploadProfileImage() {
	c := stub(map[string]string{"POST /users/user_1/profile_image": `{"id":"user_1","has_image":true}`})
	user, err := c.Users.UploadProfileImage(context.Background(), "user_1", &backend.Upload{
		Filename:    "ada.png",
		ContentType: "image/png",
		Content:     strings.NewReader("…"), // an *os.File, the body of a request …
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(user.HasImage)
	// Output: true
}
