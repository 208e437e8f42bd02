package backend

type MachineListParams struct {
	Limit   int    `query:"limit"`
	Offset  int    `query:"offset"`
	Query   string `query:"query"`
	OrderBy string `query:"order_by"`
}

type MachineCreateParams struct {
	Name            string     `json:"name"`
	ScopedMachines  []string   `json:"scoped_machines,omitzero"`
	DefaultTokenTTL Opt[int64] `json:"default_token_ttl,omitzero"`
}

type MachineUpdateParams struct {
	Name            Opt[string] `json:"name,omitzero"`
	DefaultTokenTTL Opt[int64]  `json:"default_token_ttl,omitzero"`
}

type MachineRotateSecretKeyParams struct {
	PreviousTokenTTL int64 `json:"previous_token_ttl"`
}

type MachineCreateScopeParams struct {
	ToMachineID string `json:"to_machine_id"`
}
