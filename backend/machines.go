package backend

import (
	"context"
	"iter"
)

// MachinesService manages the machines of the instance: the services that call one another with the tokens of
// [M2MTokensService]. Which machine may call which is said by scopes. Reach it as Client.Machines.
type MachinesService service

// List returns one page of the machines, by default the newest first.
func (s *MachinesService) List(ctx context.Context, params *MachineListParams) (*Page[Machine], error) {
	return do[Page[Machine]](ctx, s.settings, get("/machines", params))
}

// All returns an iterator over the machines that List returns in pages.
func (s *MachinesService) All(ctx context.Context, params *MachineListParams) iter.Seq2[*Machine, error] {
	return all[Machine](ctx, s.settings, get("/machines", params))
}

// Create makes a machine and returns it with its SecretKey. Later GetSecretKey has the key.
func (s *MachinesService) Create(ctx context.Context, params *MachineCreateParams) (*Machine, error) {
	return do[Machine](ctx, s.settings, post("/machines", params))
}

// Get returns a machine by its id (mch_…), without its secret key.
func (s *MachinesService) Get(ctx context.Context, machineID string) (*Machine, error) {
	return do[Machine](ctx, s.settings, get("/machines/{machine_id}", nil, machineID))
}

// Update changes the fields of a machine that params set, and returns the machine. Scopes have methods of their own.
func (s *MachinesService) Update(ctx context.Context, machineID string, params *MachineUpdateParams) (*Machine, error) {
	return do[Machine](ctx, s.settings, patch("/machines/{machine_id}", params, machineID))
}

// Delete removes a machine.
func (s *MachinesService) Delete(ctx context.Context, machineID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/machines/{machine_id}", nil, machineID))
}

// GetSecretKey returns the secret key of a machine: whoever has it makes tokens in its name.
func (s *MachinesService) GetSecretKey(ctx context.Context, machineID string) (*MachineSecretKey, error) {
	return do[MachineSecretKey](ctx, s.settings, get("/machines/{machine_id}/secret_key", nil, machineID))
}

// RotateSecretKey gives a machine a new secret key and returns it. The old one works for PreviousTokenTTL longer, so that the
// machine can be told in time.
func (s *MachinesService) RotateSecretKey(
	ctx context.Context, machineID string, params *MachineRotateSecretKeyParams,
) (*MachineSecretKey, error) {
	return do[MachineSecretKey](ctx, s.settings, post("/machines/{machine_id}/secret_key/rotate", params, machineID))
}

// CreateScope lets a machine call another one; the way back is a scope of its own. A machine has at most 150 scopes. One that
// exists already is an [ErrConflict].
func (s *MachinesService) CreateScope(
	ctx context.Context, machineID string, params *MachineCreateScopeParams,
) (*MachineScope, error) {
	return do[MachineScope](ctx, s.settings, post("/machines/{machine_id}/scopes", params, machineID))
}

// DeleteScope stops a machine from calling the machine otherMachineID.
func (s *MachinesService) DeleteScope(ctx context.Context, machineID, otherMachineID string) (*DeletedMachineScope, error) {
	return do[DeletedMachineScope](ctx, s.settings,
		del("/machines/{machine_id}/scopes/{other_machine_id}", nil, machineID, otherMachineID))
}
