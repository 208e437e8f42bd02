package clerktest

import (
	"net/http"
	"time"
)

// update puts a changed copy in the place of a user and answers with it.
func (c *Clerk) update(r *http.Request, change func(*person) *refusal) (any, *refusal) {
	id, now := r.PathValue("user_id"), c.Now().Truncate(time.Millisecond)
	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	before := d.users[id]
	if before == nil {
		return nil, noSuch("user", id)
	}
	p := *before
	if refused := change(&p); refused != nil {
		return nil, refused
	}
	p.base.UpdatedAt = now
	return d.store(&p)
}

// store puts a person into the directory and answers with them. The caller holds the lock.
func (d *directory) store(p *person) (any, *refusal) {
	p.base.Email, p.base.Phone = primary(p.emails).value, primary(p.phones).value
	if taken, owner := d.put(p); owner != "" {
		return nil, unprocessable(about(taken.param, "form_identifier_exists", "is taken",
			"%.80q is taken: one user has it, and once.", taken.value))
	}
	return viewUser(p), nil
}

func (c *Clerk) createUser(r *http.Request) (any, *refusal) {
	f, refused := readForm(r, createFields)
	if refused != nil {
		return nil, refused
	}
	now := c.Now().Truncate(time.Millisecond)
	p := &person{base: User{ID: "user_" + randomText(), CreatedAt: now, UpdatedAt: now}, deleteSelf: true, createOrgs: true}
	problems := p.apply(f, now)
	for _, list := range []struct {
		param string
		into  *[]identification
	}{{paramEmail, &p.emails}, {paramPhone, &p.phones}, {paramWallet, &p.wallets}} {
		var wrong []detail
		*list.into, wrong = readIdentifications(f, list.param, now)
		problems = append(problems, wrong...)
	}
	for _, m := range p.metadata() {
		if object, ok := value[map[string]any](f, m.name); ok {
			*m.object = object
			problems = append(problems, tooLarge(m.name, object)...)
		}
	}
	p.base.Banned, _ = value[bool](f, "banned")
	p.base.Locked, _ = value[bool](f, "locked")
	if refused := unprocessable(sorted(problems)...); refused != nil {
		return nil, refused
	}
	if len(p.emails)+len(p.phones)+len(p.wallets) == 0 && p.base.Username == "" {
		return nil, refuse(http.StatusUnprocessableEntity, "form_data_missing", "Missing data",
			"A user needs an email_address, a phone_number, a web3_wallet or a username.")
	}
	c.people.mu.Lock()
	defer c.people.mu.Unlock()
	return c.people.store(p)
}

func (c *Clerk) updateUser(r *http.Request) (any, *refusal) {
	f, refused := readForm(r, updateFields)
	if refused != nil {
		return nil, refused
	}
	now := c.Now().Truncate(time.Millisecond)
	return c.update(r, func(p *person) *refusal {
		problems := p.apply(f, now)
		for param, list := range map[string]*[]identification{
			"primary_email_address_id": &p.emails, "primary_phone_number_id": &p.phones, "primary_web3_wallet_id": &p.wallets,
		} {
			if id, ok := value[string](f, param); ok {
				if *list, ok = withPrimary(*list, id); !ok {
					problems = append(problems, about(param, "form_resource_not_found", "is missing",
						"must be the id of one that this user has, and that is verified."))
				}
			}
		}
		if _, ok := value[string](f, "profile_image_id"); ok {
			problems = append(problems, about("profile_image_id", "form_resource_not_found", "is missing",
				"must be the id of an image, and this instance has none."))
		}
		return unprocessable(sorted(problems)...)
	})
}

func (c *Clerk) deleteUser(r *http.Request) (any, *refusal) {
	id := r.PathValue("user_id")
	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.users[id]
	if p == nil {
		return nil, noSuch("user", id)
	}
	d.forget(p)
	for key := range d.members {
		if key[1] == id {
			delete(d.members, key)
		}
	}
	return struct {
		Object     string `json:"object"`
		ID         string `json:"id"`
		Deleted    bool   `json:"deleted"`
		ExternalID string `json:"external_id,omitempty"`
	}{"user", id, true, p.base.ExternalID}, nil
}

// flagUser returns the endpoint that changes a user without a body.
func (c *Clerk) flagUser(change func(*User)) endpoint {
	return func(r *http.Request) (any, *refusal) {
		return c.update(r, func(p *person) *refusal { change(&p.base); return nil })
	}
}

// changeMetadata returns the endpoint that makes new metadata of the old one and what was sent.
func (c *Clerk) changeMetadata(change func(old, sent map[string]any) map[string]any) endpoint {
	return func(r *http.Request) (any, *refusal) {
		f, refused := readForm(r, metadataFields)
		if refused != nil {
			return nil, refused
		}
		return c.update(r, func(p *person) *refusal {
			var problems []detail
			for _, m := range p.metadata() {
				if sent, ok := value[map[string]any](f, m.name); ok {
					*m.object = change(*m.object, sent)
					problems = append(problems, tooLarge(m.name, *m.object)...)
				}
			}
			return unprocessable(problems...)
		})
	}
}

// replaceMetadata returns what was sent.
func replaceMetadata(_, sent map[string]any) map[string]any { return sent }
