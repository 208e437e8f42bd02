package authobject

import (
	"math/big"
	"strings"

	"github.com/usher-auth/usher/internal/jsonmember"
)

// An organization is the active one of a session, as its token tells it. Permissions are decoded when somebody asks: most
// requests never do.
type organization struct {
	id, slug, role string

	list jsonmember.Value // version 1: claim org_permissions, a list

	packed     bool   // version 2: claim o is present, so that an empty list of permissions means none
	names, fpm string // version 2: o.per, names of permissions; o.fpm, one mask of them for each feature
	odd        bool   // version 2: o.per, o.fpm or fea is there and is not text, so that nobody knows the permissions
}

const orgPrefix = "org:"

// orgV2 reads claim o.
func orgV2(raw jsonmember.Value) organization {
	var org organization
	namesOK, fpmOK := true, true
	for name, value := range raw.All() {
		text, _ := value.Text()
		switch name {
		case "id":
			org.id = text
		case "slg":
			org.slug = text
		case "rol":
			if text != "" {
				org.role = orgPrefix + text
			}
		case "per":
			org.names, namesOK = textOrNull(value)
		case "fpm":
			org.fpm, fpmOK = textOrNull(value)
		}
	}
	org.odd = !namesOK || !fpmOK
	org.packed = raw.IsObject()
	return org
}

// permissions returns the permissions of the active organization that the token tells, and whether it tells all of them in a
// form that can be read. features is claim fea, which version 2 masks are counted along.
func (o organization) permissions(features string) ([]string, bool) {
	if !o.packed {
		return textsOf(o.list)
	}
	if o.odd {
		return nil, false
	}
	if o.names == "" || o.fpm == "" {
		return nil, true
	}
	scopes, ok := splitScopes(features)
	if !ok {
		return nil, false
	}
	return unpack(scopes.org, strings.Split(o.names, ","), strings.Split(o.fpm, ","))
}

// textsOf returns the texts in a list, and whether it is one; entries of other types are nobody's permissions.
func textsOf(raw jsonmember.Value) (texts []string, ok bool) {
	if len(raw) == 0 || raw[0] != '[' {
		return nil, false
	}
	for element := range raw.Elements() {
		if text, isText := element.Text(); isText {
			texts = append(texts, text)
		}
	}
	return texts, true
}

// unpack expands the masks of o.fpm: mask i belongs to the i-th feature of the organization (features of the user alone do
// not count), bit j of it to the j-th name. Masks can be wider than any machine word. What is not a plain decimal number
// grants nothing, which is reported unless it is empty; masks or bits beyond the lists are ignored.
func unpack(features, names, masks []string) (out []string, ok bool) {
	var mask big.Int
	ok = true
	for i, feature := range features {
		if i >= len(masks) {
			break
		}
		text := trim(masks[i])
		if !isDecimal(text) {
			ok = ok && text == ""
			continue
		}
		mask.SetString(text, 10)
		for j, name := range names {
			if mask.Bit(j) == 1 {
				out = append(out, orgPrefix+feature+":"+trim(name))
			}
		}
	}
	return out, ok
}

// trim takes away what JavaScript calls white space, which is what the issuer of the claims goes by. It differs from Unicode's
// idea of it in U+0085 and U+FEFF.
func trim(s string) string {
	return strings.Trim(s, "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff")
}

func isDecimal(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// scopes are the entries of claim fea or pla, by who has them.
type scopes struct{ org, user []string }

// splitScopes reads claims fea and pla: a comma list of scope:name, where the scope is o, u or both. An entry without a
// colon makes the whole claim unreadable, which is reported; entries of an unknown scope are ignored.
func splitScopes(claim string) (scopes, bool) {
	var s scopes
	if claim == "" {
		return s, true
	}
	for entry := range strings.SplitSeq(claim, ",") {
		scope, name, found := strings.Cut(trim(entry), ":")
		if !found {
			return scopes{}, false
		}
		switch scope {
		case "o":
			s.org = append(s.org, name)
		case "u":
			s.user = append(s.user, name)
		case "ou", "uo":
			s.org = append(s.org, name)
			s.user = append(s.user, name)
		}
	}
	return s, true
}
