package webhooks

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

// Bounds of what is read before the sender is known.
const (
	maxIDSize        = 256
	maxTimestampSize = 12 // digits
	maxSignatureSize = 4096
	maxSignatures    = 32
	signatureBytes   = 32 // of HMAC-SHA256
)

// The two families of headers, in the order id, timestamp, signature.
var families = [...][3]string{
	{"svix-id", "svix-timestamp", "svix-signature"},
	{"webhook-id", "webhook-timestamp", "webhook-signature"},
}

// A delivery is what the headers say.
type delivery struct {
	id, timestamp string
	seconds       int64 // the timestamp, since 1970
	signatures    []string
}

// readDelivery reads the headers strictly. Every text that it accepts has exactly one spelling, so that what is signed, what is
// compared and what is kept as an id are the same.
func readDelivery(header http.Header) (*delivery, *Error) {
	values, refusal := deliveryHeaders(header)
	if refusal != nil {
		return nil, refusal
	}
	d := &delivery{id: values[0], timestamp: values[1]}
	if !isID(d.id) {
		return nil, refuse(ReasonHeadersInvalid, "the id of the delivery must be 1 to %d characters of printable ASCII without a full stop", maxIDSize)
	}
	if !isTimestamp(d.timestamp) {
		return nil, refuse(ReasonHeadersInvalid, "the timestamp of the delivery must be whole seconds since 1970, in at most %d digits", maxTimestampSize)
	}
	var err error
	if d.seconds, err = strconv.ParseInt(d.timestamp, 10, 64); err != nil {
		return nil, refuse(ReasonHeadersInvalid, "the timestamp of the delivery is no number")
	}
	if d.signatures, refusal = readSignatures(values[2]); refusal != nil {
		return nil, refusal
	}
	return d, nil
}

// deliveryHeaders returns the values of the family that is there.
func deliveryHeaders(header http.Header) (values [3]string, _ *Error) {
	// Not every map of headers comes from net/http: those of a gateway or a queue often have names in lower case.
	var found [len(families)][3]*string
	for name, all := range header {
		for f, family := range families {
			for part, wanted := range family {
				if !strings.EqualFold(name, wanted) || len(all) == 0 {
					continue
				}
				if len(all) > 1 || found[f][part] != nil {
					return values, refuse(ReasonHeadersAmbiguous, "the header %s comes more than once", wanted)
				}
				found[f][part] = &all[0]
			}
		}
	}
	svix, standard := count(found[0]), count(found[1])
	chosen := found[0]
	switch {
	case svix < 3 && standard < 3 && (svix == 0 || standard == 0):
		return values, refuse(ReasonHeadersMissing, "a delivery has the headers svix-id, svix-timestamp and svix-signature, or webhook-id, "+
			"webhook-timestamp and webhook-signature; if Clerk sent it, look for a proxy that drops headers")
	case svix%3 != 0 || standard%3 != 0:
		return values, refuse(ReasonHeadersAmbiguous, "svix-* and webhook-* headers are mixed; a delivery has the three of one family")
	case svix == 0:
		chosen = found[1]
	case standard == 3:
		for part := range chosen {
			if *found[0][part] != *found[1][part] {
				return values, refuse(ReasonHeadersAmbiguous, "%s and %s differ", families[0][part], families[1][part])
			}
		}
	}
	for part := range chosen {
		values[part] = *chosen[part]
	}
	return values, nil
}

func count(parts [3]*string) (n int) {
	for _, part := range parts {
		if part != nil {
			n++
		}
	}
	return n
}

// isID reports whether id can stand before the full stop that separates it from the timestamp in what is signed.
func isID(id string) bool {
	for _, c := range []byte(id) {
		if c <= ' ' || c > '~' || c == '.' {
			return false
		}
	}
	return id != "" && len(id) <= maxIDSize
}

// isTimestamp takes digits alone: strconv would take a sign and leading zeros too, which are other spellings of a number whose
// signature is the same.
func isTimestamp(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != "" && len(s) <= maxTimestampSize && (s[0] != '0' || s == "0")
}

// readSignatures returns the signatures of version v1 in a list such as "v1,<base64> v2,<something>". What is none is passed
// over: it cannot make a delivery genuine, and must not make a genuine one fail either.
func readSignatures(list string) ([]string, *Error) {
	if len(list) > maxSignatureSize || strings.Count(list, " ") >= maxSignatures {
		return nil, refuse(ReasonHeadersInvalid, "there are more than %d signatures, or more than %d bytes of them", maxSignatures, maxSignatureSize)
	}
	var known []string
	for item := range strings.SplitSeq(list, " ") {
		signature, ok := strings.CutPrefix(item, "v1,")
		if !ok {
			continue
		}
		if raw, err := base64.StdEncoding.Strict().DecodeString(signature); err == nil && len(raw) == signatureBytes {
			known = append(known, item)
		}
	}
	if len(known) == 0 {
		return nil, refuse(ReasonHeadersInvalid, "there is no signature of version v1 that is %d bytes in standard base64, and no other version is known", signatureBytes)
	}
	return known, nil
}
