package backend

type AgentTask struct {
	Object      string `json:"object"`
	AgentID     string `json:"agent_id"`
	AgentTaskID string `json:"agent_task_id"`
	TaskID      string `json:"task_id"` // Deprecated.
	URL         string `json:"url"`
}
