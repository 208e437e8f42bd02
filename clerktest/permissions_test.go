package clerktest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
)

// decode reads packed permissions as a service does.
func decode(t *testing.T, fea []string, names, masks string) *authobject.Auth {
	t.Helper()
	claims, err := json.Marshal(map[string]any{
		"v": 2, "sub": "user_1", "fea": strings.Join(fea, ","),
		"o": map[string]string{"id": "org_1", "per": names, "fpm": masks},
	})
	if err != nil {
		t.Fatal(err)
	}
	auth, err := authobject.FromClaims(claims, "")
	if err != nil {
		t.Fatal(err)
	}
	return auth
}

func TestPermissionsArePacked(t *testing.T) {
	var many []string
	for n := range 70 {
		many = append(many, fmt.Sprintf("org:feature:permission_%d", n))
	}
	for _, row := range []struct {
		name                         string
		fea, permissions             []string
		wantFea, wantNames, wantMask string
	}{
		{"nothing", nil, nil, "", "", ""},
		{"features alone", []string{"o:audit", "u:beta"}, nil, "o:audit,u:beta", "", ""},
		{"a bit for each name and a mask for each feature",
			[]string{"o:dashboard", "o:teams"}, []string{"org:dashboard:manage", "org:dashboard:read", "org:teams:read"},
			"o:dashboard,o:teams", "manage,read", "3,2"},
		{"features of the user alone have no mask",
			[]string{"u:beta", "o:repositories", "uo:projects"}, []string{"org:projects:read", "org:repositories:create"},
			"u:beta,o:repositories,uo:projects", "read,create", "2,1"},
		{"a feature that permits nothing has an empty one",
			[]string{"o:reports", "o:audit", "o:keys"}, []string{"org:reports:view", "org:keys:edit"},
			"o:reports,o:audit,o:keys", "view,edit", "1,0,2"},
		{"features that are missing are added",
			[]string{"u:posts"}, []string{"org:posts:edit", "org:files:edit"}, "u:posts,o:posts,o:files", "edit", "1,1"},
		{"a feature that is there twice counts once",
			[]string{"o:a", "uo:a"}, []string{"org:a:read"}, "o:a,uo:a", "read", "1,0"},
		{"a permission that is there twice counts once",
			nil, []string{"org:a:read", "org:a:read"}, "o:a", "read", "1"},
		{"masks wider than a machine word", nil, []string{many[0], many[69]}, "o:feature", "permission_0,permission_69", "3"},
		{"all of a mask wider than a machine word", nil, many, "o:feature", "", "1180591620717411303423"},
	} {
		t.Run(row.name, func(t *testing.T) {
			fea, names, masks := pack(row.fea, row.permissions)
			if got := strings.Join(fea, ","); got != row.wantFea {
				t.Errorf("fea is %q, want %q", got, row.wantFea)
			}
			if masks != row.wantMask || row.wantNames != "" && names != row.wantNames {
				t.Errorf("names are %q and masks %q, want %q and %q", names, masks, row.wantNames, row.wantMask)
			}
		})
	}
}

// Whatever is packed, the decoder of package authobject finds the same permissions, and checks of them hold.
func TestPackedPermissionsAreFoundAgain(t *testing.T) {
	const seeds = 500
	for seed := range uint64(seeds) {
		random := rand.New(rand.NewPCG(seed, 1))
		scopes := []string{"o:", "u:", "ou:", "uo:"}
		var fea, permissions []string
		for range random.IntN(6) {
			fea = append(fea, scopes[random.IntN(len(scopes))]+fmt.Sprintf("feature%d", random.IntN(8)))
		}
		for range random.IntN(120) {
			permissions = append(permissions, fmt.Sprintf("org:feature%d:name%d", random.IntN(8), random.IntN(80)))
		}
		allFea, names, masks := pack(fea, permissions)
		auth := decode(t, allFea, names, masks)
		want := slices.Compact(slices.Sorted(slices.Values(permissions)))
		if got := slices.Sorted(slices.Values(auth.OrgPermissions())); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v and %v became %v, %q and %q, and those %v", seed, fea, permissions, allFea, names, masks, got)
		}
		if !slices.Equal(allFea[:len(fea)], fea) {
			t.Fatalf("seed %d: the features %v became %v", seed, fea, allFea)
		}
		for _, permission := range want {
			if err := auth.Check(authobject.Permission(permission)); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
}
