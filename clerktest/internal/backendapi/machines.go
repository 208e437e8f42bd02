package backendapi

import (
	"net/http"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// machines are the services that know each other by their tokens.
func (a *API) machines() []Operation {
	return []Operation{
		read("GET /machines", a.listMachines),
		write("POST /machines", a.createMachine),
		read("GET /machines/{machine_id}", func(c Call, _ none) (any, error) {
			m, err := a.machine(c)
			if err != nil {
				return nil, err
			}
			return a.viewMachine(m), nil
		}),
		write("PATCH /machines/{machine_id}", a.updateMachine),
		write("DELETE /machines/{machine_id}", func(c Call, _ none) (any, error) {
			m, err := a.machine(c)
			if err != nil {
				return nil, err
			}
			a.w.DeleteMachine(m.ID)
			return deleted("machine", m.ID), nil
		}),
		read("GET /machines/{machine_id}/secret_key", func(c Call, _ none) (any, error) {
			m, err := a.machine(c)
			if err != nil {
				return nil, err
			}
			return machineKeyView{"machine_secret_key", m.Secret()}, nil
		}),
		write("POST /machines/{machine_id}/secret_key/rotate", a.rotateMachineKey),
		write("POST /machines/{machine_id}/scopes", a.createMachineScope),
		write("DELETE /machines/{machine_id}/scopes/{other_machine_id}", a.deleteMachineScope),
	}
}

func (a *API) machine(c Call) (*world.Machine, error) {
	return found(a.w.Machines.Table, "machine", c.id("machine_id"))
}

// Limits of machines (Clerk: CreateMachine, RotateMachineSecretKey).
const (
	maxName         = 255
	maxScopes       = 150
	maxTokenTTL     = 315_360_000 // seconds
	maxPreviousTTL  = 28_800      // seconds
	defaultTokenTTL = time.Hour
)

// checkTTL refuses seconds that no token can live.
func checkTTL(ttl Opt[int64], wrong *problems) {
	if ttl.Set && (ttl.Value < 1 || ttl.Value > maxTokenTTL) {
		wrong.invalid("default_token_ttl", "must be an integer from 1 to %d seconds.", maxTokenTTL)
	}
}

// checkLength refuses texts that are too long.
func checkLength(param, text string, most int, wrong *problems) {
	if len(text) > most {
		wrong.add(refusal.About(param, "form_param_max_length_exceeded", "is too long", "must not have over %d bytes.", most))
	}
}

type machineCreate struct {
	Name   string     `body:"name,required"`
	Scoped []string   `body:"scoped_machines"`
	TTL    Opt[int64] `body:"default_token_ttl"`
}

func (p *machineCreate) check(wrong *problems) {
	checkLength("name", p.Name, maxName, wrong)
	checkTTL(p.TTL, wrong)
	if len(p.Scoped) > maxScopes {
		wrong.add(refusal.About("scoped_machines", "form_param_array_size_exceeded", "exceeds maximum size",
			"must not have over %d machines.", maxScopes))
	}
}

func (a *API) createMachine(_ Call, p machineCreate) (any, error) {
	m := world.Machine{Name: p.Name, TokenTTL: defaultTokenTTL}
	if p.TTL.Set {
		m.TokenTTL = time.Duration(p.TTL.Value) * time.Second
	}
	m, err := a.NewMachine(m, p.Scoped)
	if err != nil {
		return nil, err
	}
	return struct {
		machineView
		SecretKey string `json:"secret_key"`
	}{a.viewMachine(&m), m.Secret()}, nil
}

// NewMachine adds a machine that may call others, with an id and a key. It is called within Update.
func (a *API) NewMachine(m world.Machine, mayCall []string) (world.Machine, error) {
	m.ID, m.Keys = a.w.ID("mch"), []world.MachineKey{{Secret: a.w.ID("ak")}}
	m.CreatedAt = a.w.Now()
	m.UpdatedAt = m.CreatedAt
	if err := a.w.Machines.Put(m); err != nil {
		return m, err
	}
	for _, to := range mayCall {
		if _, err := named(a.w.Machines.Table, "scoped_machines", "machine", to); err != nil {
			return m, err
		}
		if a.w.MachineScopes.Find(m.ID, to) != nil {
			continue // named twice
		}
		if _, err := a.putScope(m.ID, to); err != nil {
			return m, err
		}
	}
	return m, nil
}

type machineList struct {
	window
	Query string `query:"query"`
	Order Order  `query:"order_by" default:"-created_at" oneof:"created_at name"`
}

func (a *API) listMachines(_ Call, p machineList) (any, error) {
	var f filter[world.Machine]
	if p.Query != "" {
		f.when(func(m *world.Machine) bool { return m.ID == p.Query || contains(strings.ToLower(p.Query), m.Name) })
	}
	return paged(source[world.Machine]{a.w.Machines.Rows(), f.keep(), map[string]func(*world.Machine) table.Rank{
		"name": func(m *world.Machine) table.Rank { return table.ByText(m.Name) },
	}}, p.Order, p.window, a.viewMachine), nil
}

type machineUpdate struct {
	Name Opt[string] `body:"name"`
	TTL  Opt[int64]  `body:"default_token_ttl"`
}

func (p *machineUpdate) check(wrong *problems) {
	if p.Name.Set && p.Name.Value == "" {
		wrong.add(refusal.About("name", "form_param_nil", "is empty", "must not be empty."))
	}
	checkLength("name", p.Name.Value, maxName, wrong)
	checkTTL(p.TTL, wrong)
}

func (a *API) updateMachine(c Call, p machineUpdate) (any, error) {
	before, err := a.machine(c)
	if err != nil {
		return nil, err
	}
	m := *before
	p.Name.Keep(&m.Name)
	if p.TTL.Set {
		m.TokenTTL = time.Duration(p.TTL.Value) * time.Second
	}
	m.UpdatedAt = a.w.Now()
	return a.viewMachine(&m), a.w.Machines.Put(m)
}

type machineRotate struct {
	PreviousTTL int64 `body:"previous_token_ttl,required"`
}

func (p *machineRotate) check(wrong *problems) {
	if p.PreviousTTL < 0 || p.PreviousTTL > maxPreviousTTL {
		wrong.invalid("previous_token_ttl", "must be an integer from 0 to %d seconds.", maxPreviousTTL)
	}
}

// rotateMachineKey gives a machine a new key. The one before it goes on for a while, and those before that as they were to.
func (a *API) rotateMachineKey(c Call, p machineRotate) (any, error) {
	before, err := a.machine(c)
	if err != nil {
		return nil, err
	}
	now := a.w.Now()
	m := *before
	m.Keys, m.UpdatedAt = nil, now
	for _, key := range before.Keys {
		if key.ExpiresAt.IsZero() {
			key.ExpiresAt = now.Add(time.Duration(p.PreviousTTL) * time.Second)
		}
		if now.Before(key.ExpiresAt) {
			m.Keys = append(m.Keys, key)
		}
	}
	m.Keys = append(m.Keys, world.MachineKey{Secret: a.w.ID("ak")})
	return machineKeyView{"machine_secret_key", m.Secret()}, a.w.Machines.Put(m)
}

type scopeCreate struct {
	To string `body:"to_machine_id,required"`
}

func (a *API) createMachineScope(c Call, p scopeCreate) (any, error) {
	m, err := a.machine(c)
	if err != nil {
		return nil, err
	}
	if _, err := named(a.w.Machines.Table, "to_machine_id", "machine", p.To); err != nil {
		return nil, err
	}
	if a.w.MachineScopes.Find(m.ID, p.To) != nil {
		return nil, refusal.Newf(http.StatusConflict, "duplicate_record", "The scope exists",
			"The machine %s may call %.80q already.", m.ID, p.To)
	}
	if a.w.MachineScopes.ByFrom.Get(m.ID).Len() >= maxScopes {
		return nil, refusal.Newf(http.StatusForbidden, "machine_scope_quota_exceeded", "Too many scopes",
			"A machine has %d scopes at most.", maxScopes)
	}
	return a.putScope(m.ID, p.To)
}

func (a *API) putScope(from, to string) (any, error) {
	s := world.MachineScope{ID: a.w.ID("mchs"), From: from, To: to, CreatedAt: a.w.Now()}
	return struct {
		Object    string `json:"object"`
		From      string `json:"from_machine_id"`
		To        string `json:"to_machine_id"`
		CreatedAt int64  `json:"created_at"`
	}{"machine_scope", from, to, s.CreatedAt.UnixMilli()}, a.w.MachineScopes.Put(s)
}

func (a *API) deleteMachineScope(c Call, _ none) (any, error) {
	m, err := a.machine(c)
	if err != nil {
		return nil, err
	}
	to := c.id("other_machine_id")
	s := a.w.MachineScopes.Find(m.ID, to)
	if s == nil {
		return nil, refusal.NotFound("machine that this one may call", to)
	}
	a.w.MachineScopes.Delete(s.ID)
	return struct {
		Object  string `json:"object"`
		From    string `json:"from_machine_id"`
		To      string `json:"to_machine_id"`
		Deleted bool   `json:"deleted"`
	}{"machine_scope", s.From, s.To, true}, nil
}

type machineKeyView struct {
	Object string `json:"object"`
	Secret string `json:"secret"`
}

// A namedMachine is a machine in the answer about another one.
type namedMachine struct {
	Object          string `json:"object"`
	ID              string `json:"id"`
	Name            string `json:"name"`
	InstanceID      string `json:"instance_id"`
	DefaultTokenTTL int64  `json:"default_token_ttl"`
	CreatedAt       int64  `json:"created_at"`
	UpdatedAt       int64  `json:"updated_at"`
}

// A machineView is a machine in an answer.
type machineView struct {
	namedMachine
	Scoped []namedMachine `json:"scoped_machines"`
}

func (a *API) viewMachine(m *world.Machine) machineView {
	view := machineView{a.nameMachine(m), []namedMachine{}}
	for _, to := range a.w.MachineScopes.Of(m.ID) {
		view.Scoped = append(view.Scoped, a.nameMachine(a.w.Machines.Get(to)))
	}
	return view
}

func (a *API) nameMachine(m *world.Machine) namedMachine {
	return namedMachine{
		Object: "machine", ID: m.ID, Name: m.Name, InstanceID: a.Instance().ID, DefaultTokenTTL: int64(m.TokenTTL / time.Second),
		CreatedAt: m.CreatedAt.UnixMilli(), UpdatedAt: m.UpdatedAt.UnixMilli(),
	}
}
