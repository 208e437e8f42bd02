package backend

import (
	"context"
	"iter"
)

type MachinesService service

// List SUMMARY(ListMachines)
func (s *MachinesService) List(ctx context.Context, params *MachineListParams) (*Page[Machine], error) {
	return do[Page[Machine]](ctx, s.settings, get("/machines", params))
}

// All SUMMARY(ListMachines)
func (s *MachinesService) All(ctx context.Context, params *MachineListParams) iter.Seq2[*Machine, error] {
	return all[Machine](ctx, s.settings, get("/machines", params))
}

// Create SUMMARY(CreateMachine)
func (s *MachinesService) Create(ctx context.Context, params *MachineCreateParams) (*Machine, error) {
	return do[Machine](ctx, s.settings, post("/machines", params))
}

// Get SUMMARY(GetMachine)
func (s *MachinesService) Get(ctx context.Context, machineID string) (*Machine, error) {
	return do[Machine](ctx, s.settings, get("/machines/{machine_id}", nil, machineID))
}

// Update SUMMARY(UpdateMachine)
func (s *MachinesService) Update(ctx context.Context, machineID string, params *MachineUpdateParams) (*Machine, error) {
	return do[Machine](ctx, s.settings, patch("/machines/{machine_id}", params, machineID))
}

// Delete SUMMARY(DeleteMachine)
func (s *MachinesService) Delete(ctx context.Context, machineID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/machines/{machine_id}", nil, machineID))
}

// GetSecretKey SUMMARY(GetMachineSecretKey)
func (s *MachinesService) GetSecretKey(ctx context.Context, machineID string) (*MachineSecretKey, error) {
	return do[MachineSecretKey](ctx, s.settings, get("/machines/{machine_id}/secret_key", nil, machineID))
}

// RotateSecretKey SUMMARY(RotateMachineSecretKey)
func (s *MachinesService) RotateSecretKey(ctx context.Context, machineID string, params *MachineRotateSecretKeyParams) (*MachineSecretKey, error) {
	return do[MachineSecretKey](ctx, s.settings, post("/machines/{machine_id}/secret_key/rotate", params, machineID))
}

// CreateScope SUMMARY(CreateMachineScope)
func (s *MachinesService) CreateScope(ctx context.Context, machineID string, params *MachineCreateScopeParams) (*MachineScope, error) {
	return do[MachineScope](ctx, s.settings, post("/machines/{machine_id}/scopes", params, machineID))
}

// DeleteScope SUMMARY(DeleteMachineScope)
func (s *MachinesService) DeleteScope(ctx context.Context, machineID string, otherMachineID string) (*DeletedMachineScope, error) {
	return do[DeletedMachineScope](ctx, s.settings, del("/machines/{machine_id}/scopes/{other_machine_id}", nil, machineID, otherMachineID))
}
