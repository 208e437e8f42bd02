package backend_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestActorOfAnActorToken(t *testing.T) {
	for _, row := range []struct {
		name  string
		actor backend.ActorTokenActor
		want  string
	}{
		{"an actor is an object with sub", backend.ActorTokenActor{Sub: "user_1"}, `{"sub":"user_1"}`},
		{
			"more members stand beside sub",
			backend.ActorTokenActor{Sub: "user_1", Extra: map[string]any{"iss": "https://admin.test", "on": nil}},
			`{"iss":"https://admin.test","on":null,"sub":"user_1"}`,
		},
		{
			"another sub does not take its place",
			backend.ActorTokenActor{Sub: "user_1", Extra: map[string]any{"sub": "user_2"}}, `{"sub":"user_1"}`,
		},
		{"an actor that was forgotten is sent, for Clerk to refuse", backend.ActorTokenActor{}, `{"sub":""}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := json.Marshal(row.actor)
			if err != nil || string(got) != row.want {
				t.Errorf("got %s, error %v, want %s", got, err, row.want)
			}
		})
	}
	c, asked := newStub(nil)
	_, err := c.ActorTokens.Create(context.Background(), &backend.ActorTokenCreateParams{
		Actor: backend.ActorTokenActor{Extra: map[string]any{"f": func() {}}},
	})
	if err == nil || !strings.Contains(err.Error(), "JSON") || len(asked.asked) > 0 {
		t.Errorf("an actor that has no JSON: error %v", err)
	}
}
