package backend

import "context"

// AgentTasksService lets a software agent work in a browser in the name of a user: a task is a link that opens a session.
// Reach it as Client.AgentTasks.
type AgentTasksService service

// Create makes an agent task and returns it with its URL. Whoever opens that signs in as the user, with all of the user's
// rights. A user that does not exist is an [ErrNotFound].
func (s *AgentTasksService) Create(ctx context.Context, params *AgentTaskCreateParams) (*AgentTask, error) {
	return do[AgentTask](ctx, s.settings, post("/agents/tasks", params))
}

// Revoke ends an agent task that was not opened yet, by its AgentTaskID, and returns it without its URL.
func (s *AgentTasksService) Revoke(ctx context.Context, agentTaskID string) (*AgentTask, error) {
	return do[AgentTask](ctx, s.settings, post("/agents/tasks/{agent_task_id}/revoke", nil, agentTaskID))
}
