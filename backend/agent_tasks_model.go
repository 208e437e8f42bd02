package backend

// An AgentTask is a link that opens a session for a software agent.
type AgentTask struct {
	Object      string `json:"object"`        // "agent_task"
	AgentID     string `json:"agent_id"`      // the agent: the same for every task with its name in this instance
	AgentTaskID string `json:"agent_task_id"` // the task, which Revoke takes
	// TaskID is AgentTaskID under its former name.
	//
	// Deprecated: use AgentTaskID.
	TaskID string `json:"task_id"`
	// URL opens the session: it holds a token, and string(URL) is the address. Only Create returns it.
	URL Secret `json:"url"`
}
