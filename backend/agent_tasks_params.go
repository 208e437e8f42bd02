package backend

// AgentTaskCreateParams are the params of AgentTasksService.Create.
type AgentTaskCreateParams struct {
	// OnBehalfOf is the user in whose name the agent works. It is required.
	OnBehalfOf AgentTaskOnBehalfOf `json:"on_behalf_of"`
	// Permissions are what the agent may do. It is required, and AgentTaskPermissionsAll is the one choice.
	Permissions AgentTaskPermissions `json:"permissions"`
	// AgentName tells agents apart: tasks with the same name have the same AgentID. It is required, and is kept for audits.
	AgentName string `json:"agent_name"`
	// TaskDescription says what the agent is about to do. It is required, and is kept for audits.
	TaskDescription string `json:"task_description"`
	// RedirectURL is where the agent goes once it is signed in: an absolute https URL on a domain of the instance, or http in
	// a development instance. It is required. Another domain is refused when the link is opened, not here.
	RedirectURL string `json:"redirect_url"`
	// SessionMaxDurationInSeconds is how long the session may last. Default: 1800 (half an hour).
	SessionMaxDurationInSeconds Opt[int] `json:"session_max_duration_in_seconds,omitzero"`
}

// An AgentTaskOnBehalfOf names the user of an agent task. Exactly one of its fields must be set.
type AgentTaskOnBehalfOf struct {
	UserID     Opt[string] `json:"user_id,omitzero"`    // user_…
	Identifier Opt[string] `json:"identifier,omitzero"` // a verified email address or other identifier of the user
}

// AgentTaskPermissions are what an agent may do in the name of a user.
type AgentTaskPermissions string

// AgentTaskPermissionsAll is everything that the user may do.
const AgentTaskPermissionsAll AgentTaskPermissions = "*"
