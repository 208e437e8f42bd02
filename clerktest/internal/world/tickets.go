package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A SignInToken lets a user in once, without anything else.
type SignInToken struct {
	ID, UserID, OrgID    string // OrgID: "" for none
	Token                string
	Status               Status // never Expired; see ExpiresAt
	ExpiresAt            time.Time
	CreatedAt, UpdatedAt time.Time
}

// SignInTokens are the sign-in tokens.
type SignInTokens struct {
	*table.Table[SignInToken]
	ByUser  *table.Multi[SignInToken]
	ByToken *table.Unique[SignInToken]
}

func newSignInTokens(s *table.Store) SignInTokens {
	t := table.New(s, "sign_in_tokens", func(v *SignInToken) string { return v.ID }, func(v *SignInToken) time.Time { return v.CreatedAt })
	return SignInTokens{
		t,
		t.Multi(func(v *SignInToken) []string { return []string{v.UserID} }),
		t.Unique("token", func(v *SignInToken) []string { return []string{v.Token} }),
	}
}

// An ActorToken lets somebody in as a user once.
type ActorToken struct {
	ID, UserID           string
	Actor                Metadata // "sub" and more
	Token                string
	Status               Status        // as with a SignInToken
	Session              time.Duration // how long the session lasts
	ExpiresAt            time.Time
	CreatedAt, UpdatedAt time.Time
}

// ActorTokens are the actor tokens.
type ActorTokens struct {
	*table.Table[ActorToken]
	ByUser  *table.Multi[ActorToken]
	ByToken *table.Unique[ActorToken]
}

func newActorTokens(s *table.Store) ActorTokens {
	t := table.New(s, "actor_tokens", func(v *ActorToken) string { return v.ID }, func(v *ActorToken) time.Time { return v.CreatedAt })
	return ActorTokens{
		t,
		t.Multi(func(v *ActorToken) []string { return []string{v.UserID} }),
		t.Unique("token", func(v *ActorToken) []string { return []string{v.Token} }),
	}
}

// An AgentTask lets an agent in as a user once.
type AgentTask struct {
	ID, UserID, AgentID      string
	Description, RedirectURL string
	Token                    string
	Status                   Status        // as with a SignInToken
	Session                  time.Duration // how long the session lasts
	CreatedAt, UpdatedAt     time.Time
}

// AgentTasks are the tasks of agents.
type AgentTasks struct {
	*table.Table[AgentTask]
	ByUser  *table.Multi[AgentTask]
	ByToken *table.Unique[AgentTask]
}

func newAgentTasks(s *table.Store) AgentTasks {
	t := table.New(s, "agent_tasks", func(v *AgentTask) string { return v.ID }, func(v *AgentTask) time.Time { return v.CreatedAt })
	return AgentTasks{
		t,
		t.Multi(func(v *AgentTask) []string { return []string{v.UserID} }),
		t.Unique("token", func(v *AgentTask) []string { return []string{v.Token} }),
	}
}

// An Agent is who tasks are made by. It stays what it is when its tasks are gone.
type Agent struct {
	ID, Name  string
	CreatedAt time.Time
}

// Agents are the agents.
type Agents struct {
	*table.Table[Agent]
	ByName *table.Unique[Agent]
}

func newAgents(s *table.Store) Agents {
	t := table.New(s, "agents", func(v *Agent) string { return v.ID }, func(v *Agent) time.Time { return v.CreatedAt })
	return Agents{t, t.Unique("name", func(v *Agent) []string { return []string{v.Name} })}
}
