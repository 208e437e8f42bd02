package backend

type Machine struct {
	Object          string          `json:"object"`
	ID              string          `json:"id"`
	Name            string          `json:"name"`
	InstanceID      string          `json:"instance_id"`
	CreatedAt       Time            `json:"created_at"`
	UpdatedAt       Time            `json:"updated_at"`
	DefaultTokenTTL Opt[int64]      `json:"default_token_ttl"`
	ScopedMachines  []ScopedMachine `json:"scoped_machines"`
	SecretKey       Secret          `json:"secret_key"`
}

type ScopedMachine struct {
	Object          string     `json:"object"`
	ID              string     `json:"id"`
	Name            string     `json:"name"`
	InstanceID      string     `json:"instance_id"`
	CreatedAt       Time       `json:"created_at"`
	UpdatedAt       Time       `json:"updated_at"`
	DefaultTokenTTL Opt[int64] `json:"default_token_ttl"`
}

type MachineSecretKey struct {
	Object string `json:"object"`
	Secret Secret `json:"secret"`
}

type MachineScope struct {
	Object        string `json:"object"`
	FromMachineID string `json:"from_machine_id"`
	ToMachineID   string `json:"to_machine_id"`
	CreatedAt     Time   `json:"created_at"`
}

type DeletedMachineScope struct {
	Object        string `json:"object"`
	FromMachineID string `json:"from_machine_id"`
	ToMachineID   string `json:"to_machine_id"`
	Deleted       bool   `json:"deleted"`
}
