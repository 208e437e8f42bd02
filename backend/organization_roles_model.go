package backend

// A Role is what a member of an organization can be, such as org:admin, with what that allows.
type Role struct {
	Object            string       `json:"object"`              // "role"
	ID                string       `json:"id"`                  // role_…
	Name              string       `json:"name"`                // for people: "Admin"
	Key               string       `json:"key"`                 // org:admin
	Description       string       `json:"description"`         // for people; "" if there is none
	IsCreatorEligible bool         `json:"is_creator_eligible"` // whether those who create an organization can be given it
	Permissions       []Permission `json:"permissions"`         // what it allows
	CreatedAt         Time         `json:"created_at"`          // when it was made
	UpdatedAt         Time         `json:"updated_at"`          // when it last changed
}

// A Permission is one thing that a role can allow, such as org:invoices:manage.
type Permission struct {
	Object      string `json:"object"`      // "permission"
	ID          string `json:"id"`          // perm_…
	Name        string `json:"name"`        // for people: "Manage invoices"
	Key         string `json:"key"`         // org:invoices:manage; org:sys_… if it is Clerk's
	Description string `json:"description"` // for people
	Type        string `json:"type"`        // whether it is Clerk's or the instance's own
	CreatedAt   Time   `json:"created_at"`  // when it was made
	UpdatedAt   Time   `json:"updated_at"`  // when it last changed
}
