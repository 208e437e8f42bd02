package clerktest

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// plant adds a seed to a world. The caller is within Update, which takes everything back after an error.
func (s *seed) plant(w *world.World) error {
	named := func(list string, i int, name string, err error) error {
		if err == nil {
			return nil
		}
		var taken *table.TakenError
		if errors.As(err, &taken) {
			key := fmt.Sprintf(" %q", taken.Key)
			if strings.HasPrefix(taken.Index, "secret") {
				key = "" // those stay out of errors
			}
			err = fmt.Errorf("the %s%s is that of %s already", strings.ReplaceAll(taken.Index, "_", " "), key, taken.Owner)
		}
		return fmt.Errorf("%s[%d] (%.80s): %w", list, i, name, err)
	}
	for i, u := range s.Users {
		if err := named("users", i, cmp.Or(u.ID, u.Email, u.Username, u.Phone), u.plant(w)); err != nil {
			return err
		}
	}
	for i, o := range s.Organizations {
		if err := named("organizations", i, cmp.Or(o.ID, o.Slug, o.Name), o.plant(w)); err != nil {
			return err
		}
	}
	for i, m := range s.Memberships {
		if err := named("memberships", i, m.Organization+", "+m.User, m.plant(w)); err != nil {
			return err
		}
	}
	for i := range s.Machines {
		m := &s.Machines[i]
		if err := named("machines", i, cmp.Or(m.ID, m.Name), m.plant(w)); err != nil {
			return err
		}
	}
	for i := range s.Machines {
		m := &s.Machines[i]
		if err := named("machines", i, m.Name, m.plantScopes(w)); err != nil {
			return err
		}
	}
	for i, k := range s.APIKeys {
		if err := named("api_keys", i, cmp.Or(k.ID, k.Name), k.plant(w)); err != nil {
			return err
		}
	}
	for i, p := range s.Plans {
		if err := named("plans", i, p.Slug, p.plant(w)); err != nil {
			return err
		}
	}
	for i, d := range s.Discounts {
		if err := named("discounts", i, cmp.Or(d.ID, d.Name), d.plant(w)); err != nil {
			return err
		}
	}
	for i, x := range s.Subscriptions {
		if err := named("subscriptions", i, cmp.Or(x.User, x.Organization)+", "+x.Plan, x.plant(w)); err != nil {
			return err
		}
	}
	return nil
}

func (u *seedUser) plant(w *world.World) error {
	if u.Email == "" && u.Phone == "" && u.Username == "" {
		return errors.New("a user needs an email, a phone or a username")
	}
	now := w.Now()
	user := User{
		ID: u.ID, FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, Phone: u.Phone, Username: u.Username,
		ExternalID: u.ExternalID, PublicMetadata: u.PublicMetadata, PrivateMetadata: u.PrivateMetadata, UnsafeMetadata: u.UnsafeMetadata,
		Banned: u.Banned, Locked: u.Locked, CreatedAt: u.CreatedAt,
	}
	if user.ID == "" {
		user.ID = w.ID("user")
	}
	if user.CreatedAt.IsZero() {
		user.CreatedAt = now
	}
	user.UpdatedAt = user.CreatedAt
	row, err := rowOf(user)
	if err != nil {
		return err
	}
	if w.Users.Get(row.ID) != nil {
		return fmt.Errorf("there is a user %s already", row.ID)
	}
	if u.Password != "" {
		row.Password, row.PasswordAt = w.NewPassword(u.Password), row.CreatedAt
	}
	return addUser(w, row, u.Email, u.Phone)
}

func (o *seedOrg) plant(w *world.World) error {
	if o.Name == "" {
		return errors.New("an organization needs a name")
	}
	if o.MaxMembers < 0 {
		return errors.New("max_allowed_memberships is below 0, which is any number")
	}
	row := world.Organization{
		ID: o.ID, Name: o.Name, Slug: o.Slug, MaxMembers: o.MaxMembers, PublicMetadata: o.PublicMetadata, PrivateMetadata: o.PrivateMetadata,
		CreatedAt: o.CreatedAt,
	}
	if row.ID == "" {
		row.ID = w.ID("org")
	}
	if row.CreatedAt.IsZero() {
		row.CreatedAt = w.Now()
	}
	row.UpdatedAt = row.CreatedAt
	for _, key := range []string{row.ID, row.Slug} {
		if other := w.Organizations.Find(key); key != "" && other != nil {
			return fmt.Errorf("there is an organization %s with the slug %q already", other.ID, other.Slug)
		}
	}
	var err error
	if row.Features, row.Roles, err = rolesOf(o.Features, o.Roles); err != nil {
		return err
	}
	if o.Roles == nil {
		row.Roles = nil // those of a new instance
	}
	return w.Organizations.Put(row)
}

// rolesOf returns features and roles in full spelling, or what is wrong with them.
func rolesOf(features []string, roles map[string][]string) ([]string, map[string][]string, error) {
	for _, feature := range features {
		if !isName(feature) {
			return nil, nil, fmt.Errorf("the feature %q of an organization is a name without a scope, as in audit", feature)
		}
	}
	all := map[string][]string{orgPrefix + "admin": nil, orgPrefix + "member": nil}
	for role, permissions := range roles {
		full, err := fullPermissions(permissions)
		if err != nil {
			return nil, nil, fmt.Errorf("role %s: %w", role, err)
		}
		if role = fullRole(role); role == orgPrefix {
			return nil, nil, errors.New("a role has no name; write for example org:admin")
		}
		all[role] = full
	}
	return append([]string(nil), features...), all, nil
}

// seededUser returns the user with this id, username, external id or email address.
func seededUser(w *world.World, name string) (*world.User, error) {
	if name != "" {
		if u := cmp.Or(w.Users.Get(name), w.Users.ByUsername.Get(strings.ToLower(name)), w.Users.ByExternalID.Get(name)); u != nil {
			return u, nil
		}
		if i := w.Identifications.Find(world.Email, name); i != nil {
			return w.Users.Get(i.UserID), nil
		}
	}
	return nil, fmt.Errorf("there is no user with the id, username, external id or email address %q", name)
}

func seededOrg(w *world.World, name string) (*world.Organization, error) {
	if o := w.Organizations.Find(name); name != "" && o != nil {
		return o, nil
	}
	return nil, fmt.Errorf("there is no organization with the id or slug %q", name)
}

func (m *seedMembership) plant(w *world.World) error {
	o, err := seededOrg(w, m.Organization)
	if err != nil {
		return err
	}
	u, err := seededUser(w, m.User)
	if err != nil {
		return err
	}
	role := fullRole(m.Role)
	if _, ok := w.Permissions(o, role); !ok {
		return fmt.Errorf("the organization has no role %s; it has %s", role, strings.Join(w.Roles(o), ", "))
	}
	if w.Memberships.Find(o.ID, u.ID) != nil {
		return errors.New("the user is a member already")
	}
	now := w.Now()
	return w.Memberships.Put(world.Membership{
		ID: w.ID("orgmem"), OrgID: o.ID, UserID: u.ID, Role: role, PublicMetadata: m.PublicMetadata, PrivateMetadata: m.PrivateMetadata,
		CreatedAt: now, UpdatedAt: now,
	})
}

func (p *seedPlan) plant(w *world.World) error {
	switch {
	case !isName(p.Slug):
		return fmt.Errorf("the slug %q is no name as in team", p.Slug)
	case p.PayerType != world.ForUser && p.PayerType != world.ForOrg:
		return fmt.Errorf("payer_type is %q; it must be user or org", p.PayerType)
	case p.TrialDays < 0 || p.Amount != nil && *p.Amount < 0 || p.AnnualMonthly != nil && *p.AnnualMonthly < 0:
		return errors.New("an amount or free_trial_days is below 0")
	}
	now := w.Now()
	plan := world.Plan{
		ID: p.ID, Name: cmp.Or(p.Name, p.Slug), Slug: p.Slug, Description: p.Description, PayerType: p.PayerType, Default: p.Default, Public: true,
		TrialDays: p.TrialDays, CreatedAt: now, UpdatedAt: now,
	}
	if plan.ID == "" {
		plan.ID = w.ID("cplan")
	}
	if w.Billing.Plans.Get(plan.ID) != nil {
		return fmt.Errorf("there is a plan %s already", plan.ID)
	}
	for _, f := range p.Features {
		if !isName(f.Slug) {
			return fmt.Errorf("the slug %q of a feature is no name as in audit", f.Slug)
		}
		plan.Features = append(plan.Features, world.Feature{ID: w.ID("feat"), Name: cmp.Or(f.Name, f.Slug), Slug: f.Slug, Description: f.Description})
	}
	return w.AddPlan(plan, world.Price{ID: w.ID("cprice"), Currency: cmp.Or(p.Currency, "USD"), Amount: p.Amount, AnnualMonthly: p.AnnualMonthly})
}

func (d *seedDiscount) plant(w *world.World) error {
	if (d.PercentOff > 0) == (d.AmountOff > 0) || d.PercentOff < 0 || d.PercentOff > 100 || d.AmountOff < 0 {
		return errors.New("a discount has either percent_off, from 0 to 100, or amount_off")
	}
	id := d.ID
	if id == "" {
		id = w.ID("disc")
	}
	if w.Billing.Discounts.Get(id) != nil {
		return fmt.Errorf("there is a discount %s already", id)
	}
	return w.Billing.Discounts.Put(world.Discount{
		ID: id, Name: cmp.Or(d.Name, id), PercentOff: d.PercentOff, AmountOff: d.AmountOff, Cycles: d.Cycles, CreatedAt: w.Now(),
	})
}

func (x *seedSubscription) plant(w *world.World) error {
	plan := cmp.Or(w.Billing.Plans.Get(x.Plan), w.Billing.PlanBySlug.Get(x.Plan))
	if plan == nil {
		return fmt.Errorf("there is no plan with the id or slug %q", x.Plan)
	}
	var kind, id string
	switch {
	case (x.User == "") == (x.Organization == ""):
		return errors.New("a subscription has either a user or an organization")
	case x.User != "":
		u, err := seededUser(w, x.User)
		if err != nil {
			return err
		}
		kind, id = world.ForUser, u.ID
	default:
		o, err := seededOrg(w, x.Organization)
		if err != nil {
			return err
		}
		kind, id = world.ForOrg, o.ID
	}
	_, err := w.Subscribe(kind, id, plan, cmp.Or(x.Period, world.Monthly))
	return err
}
