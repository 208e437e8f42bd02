package backend

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
)

// Some members of answers are unions in Clerk's document, and have got new members before. One that nobody knows yet must not
// cost the caller the user that it is a part of.

var errNoJSON = errors.New("it is no JSON")

// decodeUnion reads JSON of any shape into a struct, and reports whether all of it fits. If not, it keeps what does.
func decodeUnion[T any](data []byte, into *T) (whole bool, err error) {
	if json.Unmarshal(data, into) == nil {
		return true, nil
	}
	if !json.Valid(data) {
		return false, errNoJSON
	}
	var fitting T
	members, fields := membersOf(data), reflect.ValueOf(&fitting).Elem()
	for i := range fields.NumField() {
		name, _, _ := strings.Cut(fields.Type().Field(i).Tag.Get("json"), ",")
		member := reflect.New(fields.Field(i).Type())
		if raw, ok := members[name]; ok && json.Unmarshal(raw, member.Interface()) == nil {
			fields.Field(i).Set(member.Elem())
		}
	}
	*into = fitting
	return false, nil
}

// UnmarshalJSON reads a verification of any kind, also of one that is not known yet, and keeps what fits. A text is a status.
func (v *Verification) UnmarshalJSON(data []byte) error {
	type plain Verification
	if whole, err := decodeUnion(data, (*plain)(v)); whole || err != nil {
		return err
	}
	if text := textOf(data); text != "" {
		v.Status = VerificationStatus(text)
	}
	if v.Error == nil {
		v.Error = errorDetailOf(membersOf(data)["error"])
	}
	return nil
}

// errorDetailOf reads an error of a shape that is not known: a text is its message. It returns nil if nothing fits.
func errorDetailOf(data []byte) *ErrorDetail {
	d := ErrorDetail{Message: textOf(data)}
	if len(membersOf(data)) > 0 {
		_, _ = decodeUnion(data, &d) // which only fails for what is no JSON
	}
	if d.Code == "" && d.Message == "" && d.LongMessage == "" && d.Meta == nil {
		return nil
	}
	return &d
}

// UnmarshalJSON reads a key of any kind, also of one that is not known yet, and keeps what fits: one odd key does not spoil
// the others of its set.
func (k *JWK) UnmarshalJSON(data []byte) error {
	type plain JWK
	_, err := decodeUnion(data, (*plain)(k))
	return err
}

// UnmarshalJSON reads what it is told of a connection, and keeps what fits.
func (c *SAMLAccountConnection) UnmarshalJSON(data []byte) error {
	type plain SAMLAccountConnection
	_, err := decodeUnion(data, (*plain)(c))
	return err
}

// UnmarshalJSON reads what it is told of a connection, and keeps what fits.
func (c *EnterpriseAccountConnection) UnmarshalJSON(data []byte) error {
	type plain EnterpriseAccountConnection
	_, err := decodeUnion(data, (*plain)(c))
	return err
}
