package backend

type AgentTaskCreateParams struct {
	OnBehalfOf                  AgentTaskOnBehalfOf `json:"on_behalf_of"`
	Permissions                 string              `json:"permissions"`
	AgentName                   string              `json:"agent_name"`
	TaskDescription             string              `json:"task_description"`
	RedirectURL                 string              `json:"redirect_url"`
	SessionMaxDurationInSeconds Opt[int64]          `json:"session_max_duration_in_seconds,omitzero"`
}

type AgentTaskOnBehalfOf struct {
	UserID     Opt[string] `json:"user_id,omitzero"`
	Identifier Opt[string] `json:"identifier,omitzero"`
}
