package backend

import (
	"context"
)

type AgentTasksService service

// Create SUMMARY(CreateAgentTask)
func (s *AgentTasksService) Create(ctx context.Context, params *AgentTaskCreateParams) (*AgentTask, error) {
	return do[AgentTask](ctx, s.settings, post("/agents/tasks", params))
}

// Revoke SUMMARY(RevokeAgentTask)
func (s *AgentTasksService) Revoke(ctx context.Context, agentTaskID string) (*AgentTask, error) {
	return do[AgentTask](ctx, s.settings, post("/agents/tasks/{agent_task_id}/revoke", nil, agentTaskID))
}
