package backendapi

import (
	"net/url"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

func (a *API) agentTasks() []Operation {
	return []Operation{
		write("POST /agents/tasks", a.createAgentTask),
		write("POST /agents/tasks/{agent_task_id}/revoke", a.revokeAgentTask),
	}
}

type agentTaskCreate struct {
	OnBehalfOf     world.Metadata `body:"on_behalf_of,required"`
	Permissions    string         `body:"permissions,required" oneof:"*"`
	Agent          string         `body:"agent_name,required"`
	Description    string         `body:"task_description,required"`
	RedirectURL    string         `body:"redirect_url,required"`
	SessionSeconds Opt[int64]     `body:"session_max_duration_in_seconds"`
}

func (p *agentTaskCreate) check(wrong *problems) {
	checkLasting("session_max_duration_in_seconds", p.SessionSeconds, wrong)
	userID, identifier := p.onBehalfOf()
	if p.OnBehalfOf != nil && ((userID == "") == (identifier == "") || len(p.OnBehalfOf) != 1) {
		wrong.invalid("on_behalf_of", "must have exactly one member: user_id, or identifier, such as an email address.")
	}
	if p.RedirectURL == "" {
		return
	}
	u, err := url.Parse(p.RedirectURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		wrong.add(refusal.About("redirect_url", "form_param_format_invalid", "is invalid", "must be an absolute https address."))
	}
}

func (p *agentTaskCreate) onBehalfOf() (userID, identifier string) {
	userID, _ = p.OnBehalfOf["user_id"].(string)
	identifier, _ = p.OnBehalfOf["identifier"].(string)
	return userID, identifier
}

func (a *API) createAgentTask(_ Call, p agentTaskCreate) (any, error) {
	if a.Instance().Production && !strings.HasPrefix(p.RedirectURL, "https:") {
		return nil, refusal.Unprocessable(refusal.About("redirect_url", "form_param_format_invalid", "is invalid",
			"must be an https address in a production instance."))
	}
	userID, identifier := p.onBehalfOf()
	if identifier != "" {
		userID = a.identified(identifier)
	}
	if a.w.Users.Get(userID) == nil {
		return nil, refusal.NotFound("user", userID+identifier)
	}
	now := a.w.Now()
	agent := a.w.Agents.ByName.Get(p.Agent)
	if agent == nil {
		agent = &world.Agent{ID: a.w.ID("agent"), Name: p.Agent, CreatedAt: now}
		if err := a.w.Agents.Put(*agent); err != nil {
			return nil, err
		}
	}
	t := world.AgentTask{
		ID: a.w.ID("agent_task"), UserID: userID, AgentID: agent.ID, Description: p.Description, RedirectURL: p.RedirectURL,
		Token: a.newTicket(), Status: world.Pending, Session: lasting(p.SessionSeconds, actorSession), CreatedAt: now, UpdatedAt: now,
	}
	view := viewAgentTask(&t)
	view.URL = a.Tickets + t.Token
	return view, a.w.AgentTasks.Put(t)
}

// identified returns the id of the user whom something verified identifies, or "".
func (a *API) identified(text string) string {
	for _, kind := range []world.Kind{world.Email, world.Phone, world.Wallet} {
		if i := a.w.Identifications.Find(kind, text); i != nil && i.State == world.Verified {
			return i.UserID
		}
	}
	if u := a.w.Users.ByUsername.Get(strings.ToLower(text)); u != nil {
		return u.ID
	}
	return ""
}

func (a *API) revokeAgentTask(c Call, _ none) (any, error) {
	before, err := found(a.w.AgentTasks.Table, "agent task", c.id("agent_task_id"))
	if err != nil {
		return nil, err
	}
	if before.Status != world.Pending {
		return nil, notPending("agent_task_cannot_be_revoked", before.Status)
	}
	t := *before
	t.Status, t.UpdatedAt = world.Revoked, a.w.Now()
	return viewAgentTask(&t), a.w.AgentTasks.Put(t)
}

// An agentTaskView is a task in an answer. Only who made it learns its address.
type agentTaskView struct {
	Object      string `json:"object"`
	AgentID     string `json:"agent_id"`
	AgentTaskID string `json:"agent_task_id"`
	TaskID      string `json:"task_id"` // the old name of AgentTaskID
	URL         string `json:"url,omitempty"`
}

func viewAgentTask(t *world.AgentTask) agentTaskView {
	return agentTaskView{Object: "agent_task", AgentID: t.AgentID, AgentTaskID: t.ID, TaskID: t.ID}
}
