package backend_test

import (
	"context"
	"errors"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestGetAUser(t *testing.T) {
	c, asked := newStub(map[string]string{"GET /users/user_1": `{"object":"user","id":"user_1","first_name":null,"created_at":1700000000000}`})
	user, err := c.Users.Get(context.Background(), "user_1")
	if err != nil || user.ID != "user_1" || user.FirstName != "" || user.CreatedAt.UnixMilli() != 1700000000000 {
		t.Fatalf("got %+v, error %v", user, err)
	}
	got := asked.last(t)
	if got.header.Get("Authorization") != "Bearer sk_test_example" || got.header.Get("Clerk-API-Version") != "2026-05-12" {
		t.Errorf("the header is %v", got.header)
	}
	_, err = c.Users.Get(context.Background(), "user_2")
	if !errors.Is(err, backend.ErrNotFound) || !backend.HasCode(err, "resource_not_found") {
		t.Errorf("got error %v", err)
	}
}
