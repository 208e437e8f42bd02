package clerktest

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

const orgPrefix = "org:"

// fullRole writes a role with its prefix. "admin" and "org:admin" are one role.
func fullRole(role string) string { return orgPrefix + strings.TrimPrefix(role, orgPrefix) }

// fullPermissions writes permissions with their prefix and refuses what tokens cannot hold.
func fullPermissions(permissions []string) ([]string, error) {
	full := make([]string, len(permissions))
	for i, permission := range permissions {
		feature, name, _ := strings.Cut(strings.TrimPrefix(permission, orgPrefix), ":")
		if !isName(feature) || !isName(name) {
			return nil, fmt.Errorf("the permission %q is not of the form org:feature:permission, as in org:invoices:read", permission)
		}
		full[i] = orgPrefix + feature + ":" + name
	}
	return full, nil
}

// isName reports whether s can be the name of a feature, a plan or a permission in the lists of tokens, which have commas
// between entries, colons within them, and no white space around them.
func isName(s string) bool {
	return s != "" && !strings.ContainsAny(s, ",:") && strings.TrimSpace(s) == s
}

// scoped checks entries of the claims fea and pla.
func scoped(entries []string) error {
	for _, entry := range entries {
		scope, name, _ := strings.Cut(entry, ":")
		if !slices.Contains([]string{"o", "u", "ou", "uo"}, scope) || !isName(name) {
			return fmt.Errorf("%q is not a scope and a name, as in o:audit for the organization and u:audit for the user", entry)
		}
	}
	return nil
}

// withoutSystem leaves out the permissions that Clerk keeps out of tokens. The result is never nil, so that JSON has a list.
func withoutSystem(permissions []string) []string {
	out := []string{}
	for _, permission := range permissions {
		if !strings.HasPrefix(permission, orgPrefix+"sys_") {
			out = append(out, permission)
		}
	}
	return out
}

// pack writes permissions as version 2 tokens have them (Clerk: session token claims v2): names is the list of what can be
// permitted, and masks has a number for each feature of the organization, whose bit j permits name j. The features are
// those of the organization in fea, in order; features that are missing there and that a permission belongs to are added.
//
// permissions must come from fullPermissions. Each is there once afterwards, feature by feature.
func pack(fea, permissions []string) (allFea []string, names, masks string) {
	allFea = slices.Clone(fea)
	var features []string
	for _, entry := range fea {
		if scope, feature, _ := strings.Cut(entry, ":"); strings.Contains(scope, "o") {
			features = append(features, feature)
		}
	}
	var nameList []string
	bits := map[string]*big.Int{} // by feature
	for _, permission := range permissions {
		feature, name, _ := strings.Cut(strings.TrimPrefix(permission, orgPrefix), ":")
		if !slices.Contains(features, feature) {
			features = append(features, feature)
			allFea = append(allFea, "o:"+feature)
		}
		if !slices.Contains(nameList, name) {
			nameList = append(nameList, name)
		}
		if bits[feature] == nil {
			bits[feature] = new(big.Int)
		}
		bits[feature].SetBit(bits[feature], slices.Index(nameList, name), 1)
	}
	if len(nameList) == 0 {
		return allFea, "", ""
	}
	maskList := make([]string, len(features))
	for i, feature := range features {
		maskList[i] = "0"
		if mask := bits[feature]; mask != nil {
			maskList[i] = mask.String()
			delete(bits, feature) // a feature that stands twice is counted where it stands first
		}
	}
	return allFea, strings.Join(nameList, ","), strings.Join(maskList, ",")
}
