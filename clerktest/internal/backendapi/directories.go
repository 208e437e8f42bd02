package backendapi

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"slices"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// A directoryKind is one of the two names that directories have in the API: the new one and the old one. They are the same ones.
type directoryKind struct{ path, object, mapping string }

var (
	directoryNow = directoryKind{"/directories", "directory", "directory_group_role_mapping"}
	directoryOld = directoryKind{"/scim_directories", "scim_directory", "scim_group_role_mapping"}
)

// directories answers for directories by their new and their old name. Nobody provisions users through one.
func (a *API) directories() []Operation {
	return slices.Concat(a.directoriesAs(directoryNow), a.directoriesAs(directoryOld))
}

func (a *API) directoriesAs(kind directoryKind) []Operation {
	one := kind.path + "/{directory_id}"
	mappings := one + "/group_role_mappings"
	view := func(d *world.Directory) directoryView { return a.viewDirectory(kind, d) }
	viewMapping := func(m *world.GroupMapping) groupMappingView { return a.viewGroupMapping(kind, m) }
	return []Operation{
		read("GET "+kind.path, func(_ Call, p window) (any, error) {
			return paged(source[world.Directory]{rows: a.w.Directories.Rows()}, newest, p, view), nil
		}),
		write("POST "+kind.path, func(_ Call, p directoryCreate) (any, error) { return a.createDirectory(p, view) }),
		read("GET "+one, func(c Call, _ none) (any, error) {
			d, err := a.directory(c)
			if err != nil {
				return nil, err
			}
			return view(d), nil
		}),
		write("PATCH "+one, func(c Call, p directoryUpdate) (any, error) { return a.updateDirectory(c, p, view) }),
		write("DELETE "+one, func(c Call, _ none) (any, error) {
			d, err := a.directory(c)
			if err != nil {
				return nil, err
			}
			a.w.DeleteDirectory(d.ID)
			return deleted(kind.object, d.ID), nil
		}),
		write("POST "+one+"/rotate_api_key", func(c Call, _ none) (any, error) {
			d, err := a.directory(c)
			if err != nil {
				return nil, err
			}
			return a.withNewKey(*d, view)
		}),
		read("GET "+mappings, func(c Call, _ none) (any, error) {
			d, err := a.directory(c)
			if err != nil {
				return nil, err
			}
			return a.groupMappings(d, viewMapping), nil
		}),
		write("POST "+mappings, func(c Call, p mappingCreate) (any, error) {
			d, err := a.mappingDirectory(c)
			if err != nil {
				return nil, err
			}
			m, err := a.mapGroup(d, p, p.Precedence.Value)
			if err != nil {
				return nil, err
			}
			return viewMapping(m), nil
		}),
		write("PUT "+mappings, func(c Call, p mappingsReplace) (any, error) {
			d, err := a.mappingDirectory(c)
			if err != nil {
				return nil, err
			}
			a.w.GroupMappings.DeleteAll(a.w.GroupMappings.ByDirectory.Get(d.ID))
			for i, m := range p.Mappings {
				if _, err := a.mapGroup(d, m.create(), int64(i+1)); err != nil {
					return nil, err
				}
			}
			return a.groupMappings(d, viewMapping), nil
		}),
		write("DELETE "+mappings+"/{mapping_id}", func(c Call, _ none) (any, error) {
			d, err := a.mappingDirectory(c)
			if err != nil {
				return nil, err
			}
			m := a.w.GroupMappings.Get(c.id("mapping_id"))
			if m == nil || m.DirectoryID != d.ID {
				return nil, refusal.NotFound("group role mapping of the directory", c.id("mapping_id"))
			}
			a.w.GroupMappings.Delete(m.ID)
			return deleted(kind.mapping, m.ID), nil
		}),
	}
}

func (a *API) directory(c Call) (*world.Directory, error) {
	return found(a.w.Directories.Table, "directory", c.id("directory_id"))
}

// mappingDirectory returns the directory in the path, which must map groups to roles.
func (a *API) mappingDirectory(c Call) (*world.Directory, error) {
	d, err := a.directory(c)
	if err == nil && !d.MapGroups {
		return nil, refusal.New(http.StatusBadRequest, "feature_not_enabled", "Group role mapping is off",
			"The directory has no group role mapping; PATCH it with group_role_mapping_enabled first.")
	}
	return d, err
}

type directoryCreate struct {
	ConnectionID string               `body:"enterprise_connection_id,required"`
	Provider     string               `body:"provider,required"`
	Name         Opt[string]          `body:"name"`
	Mappings     Opt[[]mappingCreate] `body:"group_role_mappings"`
}

func (a *API) createDirectory(p directoryCreate, view func(*world.Directory) directoryView) (any, error) {
	c, err := named(a.w.Connections.Table, "enterprise_connection_id", "enterprise connection", p.ConnectionID)
	if err != nil {
		return nil, err
	}
	d := world.Directory{
		ID: a.w.ID("dir"), Name: cmp.Or(p.Name.Value, c.Name), ConnectionID: c.ID, Provider: p.Provider, Enabled: true,
		MapGroups: len(p.Mappings.Value) > 0, Attributes: maps.Clone(newAttributes), CreatedAt: a.w.Now(),
	}
	answer, err := a.withNewKey(d, view)
	if err != nil {
		return nil, err
	}
	for i, m := range p.Mappings.Value {
		precedence := int64(i + 1)
		m.Precedence.Keep(&precedence)
		if _, err := a.mapGroup(&d, m, precedence); err != nil {
			return nil, err
		}
	}
	return answer, nil
}

// newAttributes is where a new directory takes attributes from (RFC 7643).
var newAttributes = map[string]string{
	"email_address": `emails.#(primary==true).value`, "first_name": "name.givenName", "last_name": "name.familyName", "username": "userName",
}

// withNewKey gives a directory another API key, and answers with it. This is the only time that it is told.
func (a *API) withNewKey(d world.Directory, view func(*world.Directory) directoryView) (any, error) {
	key := a.w.ID("dirkey")
	sum := sha256.Sum256([]byte(key))
	d.KeyDigest, d.UpdatedAt = hex.EncodeToString(sum[:]), a.w.Now()
	answer := view(&d)
	answer.APIKey = &key
	return answer, a.w.Directories.Put(d)
}

type directoryUpdate struct {
	Name       Opt[string]             `body:"name"`
	Enabled    Opt[bool]               `body:"enabled"`
	Provider   Opt[string]             `body:"provider"`
	Attributes Opt[map[string]*string] `body:"attribute_mapping"`
	MapGroups  Opt[bool]               `body:"group_role_mapping_enabled"`
}

func (a *API) updateDirectory(c Call, p directoryUpdate, view func(*world.Directory) directoryView) (any, error) {
	before, err := a.directory(c)
	if err != nil {
		return nil, err
	}
	d := *before
	p.Name.Keep(&d.Name)
	p.Enabled.Keep(&d.Enabled)
	p.Provider.Keep(&d.Provider)
	p.MapGroups.Keep(&d.MapGroups)
	d.Attributes = maps.Clone(d.Attributes)
	for name, path := range p.Attributes.Value {
		if path == nil {
			delete(d.Attributes, name)
			continue
		}
		if d.Attributes == nil {
			d.Attributes = map[string]string{}
		}
		d.Attributes[name] = *path
	}
	d.UpdatedAt = a.w.Now()
	return view(&d), a.w.Directories.Put(d)
}

// A directoryView is a directory in an answer.
type directoryView struct {
	Object           string            `json:"object"`
	ID               string            `json:"id"`
	Name             string            `json:"name"`
	ConnectionID     *string           `json:"enterprise_connection_id"`
	EndpointURL      string            `json:"endpoint_url"`
	Provider         string            `json:"provider"`
	Enabled          bool              `json:"enabled"`
	MapGroups        bool              `json:"group_role_mapping_enabled"`
	Attributes       map[string]string `json:"attribute_mapping"`
	CustomAttributes []attributeView   `json:"custom_attributes"`
	APIKey           *string           `json:"api_key"`
	CreatedAt        int64             `json:"created_at"`
	UpdatedAt        int64             `json:"updated_at"`
}

func (a *API) viewDirectory(kind directoryKind, d *world.Directory) directoryView {
	attributes := d.Attributes
	if attributes == nil {
		attributes = map[string]string{}
	}
	var custom []world.CustomAttribute
	if c := a.w.Connections.Get(d.ConnectionID); c != nil {
		custom = c.CustomAttributes
	}
	return directoryView{
		Object: kind.object, ID: d.ID, Name: d.Name, ConnectionID: orNull(d.ConnectionID), EndpointURL: a.Instance().FrontendAPI + "/v1/scim/" + d.ID,
		Provider: d.Provider, Enabled: d.Enabled, MapGroups: d.MapGroups, Attributes: attributes,
		CustomAttributes: each(custom, viewAttribute), CreatedAt: d.CreatedAt.UnixMilli(), UpdatedAt: d.UpdatedAt.UnixMilli(),
	}
}
