package authobject

import (
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"
)

// grants reports whether a permission, written with its prefix, is among those of [organization.permissions], and whether the token
// tells all of them. It goes through the claims in place: a guard asks on every request, and of hundreds of permissions it wants one.
func (o organization) grants(features, want string) (granted, known bool) {
	if !o.packed {
		if granted, known := plainlyHolds(string(o.list), want); known {
			return granted, true
		}
		for element := range o.list.Elements() {
			if text, ok := element.Text(); ok && text == want {
				return true, true
			}
		}
		return false, strings.HasPrefix(string(o.list), "[")
	}
	if o.odd {
		return false, false
	}
	if o.names == "" || o.fpm == "" {
		return false, true
	}
	if !scopesReadable(features) {
		return false, false
	}
	return o.grantsPacked(features, want)
}

// plainlyHolds reports whether a list of texts holds one, where both are written so plainly that a search for the text in its
// quotation marks finds it and nothing else: without escapes, lists or objects within. want holds more than commas and spaces.
func plainlyHolds(list, want string) (holds, known bool) {
	if !strings.HasPrefix(list, "[") || strings.IndexByte(list[1:], '[') >= 0 || strings.ContainsAny(want, `"\`) ||
		strings.IndexByte(list, '\\') >= 0 || strings.IndexByte(list, '{') >= 0 || !utf8.ValidString(list) {
		return false, false
	}
	for rest := list; ; {
		at := strings.Index(rest, want)
		if at < 0 {
			return false, true
		}
		end := at + len(want)
		if at > 0 && rest[at-1] == '"' && end < len(rest) && rest[end] == '"' {
			return true, true
		}
		rest = rest[at+1:]
	}
}

// grantsPacked is grants for masks: mask i belongs to the i-th feature of the organization.
func (o organization) grantsPacked(features, want string) (granted, known bool) {
	masks, more, known := o.fpm, true, true
	for entry := range strings.SplitSeq(features, ",") {
		scope, feature, _ := strings.Cut(trim(entry), ":")
		if features == "" || scope != "o" && scope != "ou" && scope != "uo" {
			continue
		}
		if !more {
			break
		}
		var mask string
		mask, masks, more = strings.Cut(masks, ",")
		mask = trim(mask)
		if !isDecimal(mask) {
			known = known && mask == ""
			continue
		}
		name, ok := strings.CutPrefix(want, orgPrefix+feature+":")
		if ok && o.maskHas(mask, name) {
			granted = true
		}
	}
	return granted, known
}

// maskHas reports whether a mask has the bit of a name, which may stand more than once among the names.
func (o organization) maskHas(mask, name string) bool {
	narrow, err := strconv.ParseUint(mask, 10, 64)
	var wide big.Int
	if err != nil {
		wide.SetString(mask, 10)
	}
	j := 0
	for other := range strings.SplitSeq(o.names, ",") {
		if trim(other) == name && (err == nil && j < 64 && narrow>>j&1 == 1 || err != nil && wide.Bit(j) == 1) {
			return true
		}
		j++
	}
	return false
}

// scopesReadable reports whether claim fea is a list of scope:name, as [splitScopes] does.
func scopesReadable(claim string) bool {
	if claim == "" {
		return true
	}
	for entry := range strings.SplitSeq(claim, ",") {
		if strings.IndexByte(trim(entry), ':') < 0 {
			return false
		}
	}
	return true
}
