package backend

// A Machine is a service that calls others of the instance.
type Machine struct {
	Object          string          `json:"object"`            // "machine"
	ID              string          `json:"id"`                // mch_…
	Name            string          `json:"name"`              // which one it is, for people
	InstanceID      string          `json:"instance_id"`       // the instance that it belongs to
	CreatedAt       Time            `json:"created_at"`        // when it was made
	UpdatedAt       Time            `json:"updated_at"`        // when it last changed
	DefaultTokenTTL Opt[int]        `json:"default_token_ttl"` // the lifetime of its tokens in seconds
	ScopedMachines  []ScopedMachine `json:"scoped_machines"`   // the machines that it may call
	// SecretKey is what it makes its tokens with: ak_…. Only Create returns it here.
	SecretKey Secret `json:"secret_key"`
}

// A ScopedMachine is a machine as another one lists it that may call it.
type ScopedMachine struct {
	Object          string   `json:"object"`            // "machine"
	ID              string   `json:"id"`                // mch_…
	Name            string   `json:"name"`              // which one it is, for people
	InstanceID      string   `json:"instance_id"`       // the instance that it belongs to
	CreatedAt       Time     `json:"created_at"`        // when it was made
	UpdatedAt       Time     `json:"updated_at"`        // when it last changed
	DefaultTokenTTL Opt[int] `json:"default_token_ttl"` // the lifetime of its tokens in seconds
}

// A MachineSecretKey is what a machine makes its tokens with: the MachineSecretKey of its clerk.Options.
type MachineSecretKey struct {
	Object string `json:"object"` // "machine_secret_key"
	Secret Secret `json:"secret"` // ak_…
}

// A MachineScope says that one machine may call another.
type MachineScope struct {
	Object        string `json:"object"`          // "machine_scope"
	FromMachineID string `json:"from_machine_id"` // the machine that calls
	ToMachineID   string `json:"to_machine_id"`   // the machine that is called
	CreatedAt     Time   `json:"created_at"`      // since when
}

// A DeletedMachineScope says that one machine may no longer call another.
type DeletedMachineScope struct {
	Object        string `json:"object"`          // "machine_scope"
	FromMachineID string `json:"from_machine_id"` // the machine that called
	ToMachineID   string `json:"to_machine_id"`   // the machine that was called
	Deleted       bool   `json:"deleted"`         // true
}
