package backend

// MachineListParams are the params of MachinesService.List and All.
type MachineListParams struct {
	Limit  int `query:"limit"`  // machines on a page, 1 to 500; default: 10
	Offset int `query:"offset"` // machines to skip
	// Query keeps the machine with this id and those whose name contains it.
	Query string `query:"query"`
	// OrderBy is name or created_at, after "-" in descending order. Default: "-created_at".
	OrderBy string `query:"order_by"`
}

// MachineCreateParams are the params of MachinesService.Create.
type MachineCreateParams struct {
	// Name has 1 to 255 characters. It is required.
	Name string `json:"name"`
	// ScopedMachines are the ids of the machines that it may call, at most 150. Default: none.
	ScopedMachines []string `json:"scoped_machines,omitzero"`
	// DefaultTokenTTL is the lifetime of its tokens in seconds, 1 to 315,360,000 (ten years). Default: 3600.
	DefaultTokenTTL Opt[int] `json:"default_token_ttl,omitzero"`
}

// MachineUpdateParams are the params of MachinesService.Update. What is absent stays as it is.
type MachineUpdateParams struct {
	Name            Opt[string] `json:"name,omitzero"`              // 1 to 255 characters
	DefaultTokenTTL Opt[int]    `json:"default_token_ttl,omitzero"` // the lifetime of its new tokens in seconds, 1 to 315,360,000
}

// MachineRotateSecretKeyParams are the params of MachinesService.RotateSecretKey.
type MachineRotateSecretKeyParams struct {
	// PreviousTokenTTL is how many seconds the old secret key keeps working: 0, which ends it at once, to 28,800 (eight hours).
	// It is always sent.
	PreviousTokenTTL int `json:"previous_token_ttl"`
}

// MachineCreateScopeParams are the params of MachinesService.CreateScope.
type MachineCreateScopeParams struct {
	ToMachineID string `json:"to_machine_id"` // the machine that may be called: mch_…; required
}
