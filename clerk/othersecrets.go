package clerk

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// Shapes of the secrets of machines and webhook endpoints, and the bounds of how many bytes a signing secret decodes to.
const (
	machineSecretPrefix = "ak_"
	webhookSecretPrefix = "whsec_"
	minWebhookSecret    = 16
	maxWebhookSecret    = 256
	maxWebhookSecrets   = 10
)

// ParseMachineSecretKey checks the form of the secret key of a machine: ak_ and something after it. Whether the key is
// genuine only Clerk can tell.
//
// A key is refused with a [*KeyError] when it is another kind of credential (ReasonKeyMixedUp), is empty (ReasonKeyEmpty),
// over 512 bytes (ReasonKeyTooLong), has white space or quotation marks in or around it or characters other than
// printable ASCII (ReasonKeyBlemish), has another prefix (ReasonKeyPrefix) or nothing after it (ReasonKeyMalformed). The
// error never repeats any part of the key.
func ParseMachineSecretKey(s string) (Secret, error) {
	const what, fix = "machine secret key", "copy the secret key of the machine, which begins with ak_, from the Clerk Dashboard"
	switch {
	case strings.HasPrefix(s, "sk_"):
		return Secret{}, &KeyError{what, ReasonKeyMixedUp, "it is the secret key of the instance, not of a machine", fix}
	case strings.HasPrefix(s, "pk_"):
		return Secret{}, &KeyError{what, ReasonKeyMixedUp, "it is a publishable key, not the secret key of a machine", fix}
	case strings.HasPrefix(s, "mt_"):
		return Secret{}, &KeyError{what, ReasonKeyMixedUp, "it is a machine token, not the key that tokens are made with", fix}
	}
	if err := checkKeyText(what, s); err != nil {
		return Secret{}, err
	}
	rest, ok := strings.CutPrefix(s, machineSecretPrefix)
	switch {
	case !ok:
		return Secret{}, &KeyError{what, ReasonKeyPrefix, "it does not begin with ak_", fix}
	case rest == "":
		return Secret{}, &KeyError{what, ReasonKeyMalformed, "nothing follows the prefix", fix}
	}
	return NewSecret(s), nil
}

// ParseWebhookSigningSecret checks the form of the signing secret of a webhook endpoint: whsec_ and 16 to 256 bytes in
// standard base64 (Standard Webhooks, "Symmetric signature scheme").
//
// A secret is refused with a [*KeyError] for the reasons that [ParseSecretKey] names; ReasonKeyMalformed also stands for
// what is not base64 or has another length. The error never repeats any part of the secret.
func ParseWebhookSigningSecret(s string) (Secret, error) {
	const what = "webhook signing secret"
	const fix = "copy the signing secret, which begins with whsec_, from the page of the endpoint in the Clerk Dashboard"
	if strings.HasPrefix(s, "sk_") || strings.HasPrefix(s, "pk_") {
		return Secret{}, &KeyError{what, ReasonKeyMixedUp, "it is a key of the instance, not the signing secret of a webhook endpoint", fix}
	}
	if err := checkKeyText(what, s); err != nil {
		return Secret{}, err
	}
	encoded, ok := strings.CutPrefix(s, webhookSecretPrefix)
	if !ok {
		return Secret{}, &KeyError{what, ReasonKeyPrefix, "it does not begin with whsec_", fix}
	}
	key, err := base64.StdEncoding.Strict().DecodeString(encoded)
	switch {
	case err != nil:
		return Secret{}, &KeyError{what, ReasonKeyMalformed, "what follows the prefix is not base64", fix}
	case len(key) < minWebhookSecret || len(key) > maxWebhookSecret:
		return Secret{}, &KeyError{
			what, ReasonKeyMalformed,
			fmt.Sprintf("it stands for %d bytes, and a signing secret has %d to %d", len(key), minWebhookSecret, maxWebhookSecret), fix,
		}
	}
	return NewSecret(s), nil
}

// otherSecrets reads the secrets that no token is verified with.
func (r *resolver) otherSecrets(s settings, o Options) {
	if s.machineSecretKey.value != "" {
		var err error
		if r.instance.MachineSecretKey, err = ParseMachineSecretKey(s.machineSecretKey.value); err != nil {
			r.refuseKey(s.machineSecretKey, err)
		}
	}
	texts := o.WebhookSigningSecrets
	if len(texts) == 0 {
		texts = strings.FieldsFunc(s.webhookSecrets.value, func(c rune) bool { return strings.ContainsRune(", \t\r\n", c) })
		if len(texts) == 0 && s.webhookSecrets.value != "" {
			r.refuse(s.webhookSecrets, "it holds no secret", "set the signing secret of the endpoint, or leave the variable out")
		}
	}
	if len(texts) > maxWebhookSecrets {
		r.refuse(s.webhookSecrets, fmt.Sprintf("there are over %d secrets", maxWebhookSecrets), "remove those that have been replaced")
		return
	}
	for n, text := range texts {
		secret, err := ParseWebhookSigningSecret(text)
		if key := (*KeyError)(nil); errors.As(err, &key) {
			if text == "" {
				key.Problem, key.Fix = "it is empty", "remove it, or find out why its value is missing"
			}
			r.problems = append(r.problems, &OptionError{
				s.webhookSecrets.option, s.webhookSecrets.env, fmt.Sprintf("entry %d: %s", n+1, key.Problem), key.Fix, key,
			})
			continue
		}
		r.instance.WebhookSigningSecrets = append(r.instance.WebhookSigningSecrets, secret)
	}
}
