package clerktest

import (
	"maps"
	"net/mail"
	"regexp"
	"time"
	"unicode/utf8"
)

// What bodies may hold (Clerk: CreateUser, UpdateUser, UpdateUserMetadata and ReplaceUserMetadata of 2026-05-12).
var (
	metadataFields = map[string]field{
		"public_metadata": {anObj, false}, "private_metadata": {anObj, false}, "unsafe_metadata": {anObj, false},
	}
	commonFields = map[string]field{
		"external_id": {aText, true}, "first_name": {aText, true}, "last_name": {aText, true}, "locale": {aText, true},
		"username": {aText, true}, "password": {aText, true}, "password_hasher": {aText, false},
		"skip_password_checks": {aFlag, true}, "totp_secret": {aText, true}, "backup_codes": {aList, false},
		"delete_self_enabled": {aFlag, true}, "create_organization_enabled": {aFlag, true},
		"create_organizations_limit": {aNumber, true}, "legal_accepted_at": {aTime, true}, "skip_legal_checks": {aFlag, true},
		"created_at": {aTime, true}, "bypass_client_trust": {aFlag, true},
	}
	createFields = union(commonFields, metadataFields, map[string]field{
		paramEmail: {aList, false}, "email_address_identification_status": {aList, false},
		paramPhone: {aList, false}, "phone_number_identification_status": {aList, false},
		paramWallet: {aList, false}, "password_digest": {aText, true}, "skip_password_requirement": {aFlag, true},
		"skip_user_requirement": {aFlag, true}, "banned": {aFlag, true}, "locked": {aFlag, true},
	})
	updateFields = union(commonFields, map[string]field{
		"primary_email_address_id": {aText, true}, "notify_primary_email_address_changed": {aFlag, true},
		"primary_phone_number_id": {aText, true}, "primary_web3_wallet_id": {aText, true}, "profile_image_id": {aText, true},
		"password_digest": {aText, false}, "sign_out_of_other_sessions": {aFlag, true},
	})
)

func union(schemas ...map[string]field) map[string]field {
	all := map[string]field{}
	for _, schema := range schemas {
		maps.Copy(all, schema)
	}
	return all
}

// apply changes what bodies of both kinds may hold, and returns what is wrong with it.
func (p *person) apply(f form, now time.Time) []detail {
	for param, text := range map[string]*string{
		"external_id": &p.base.ExternalID, "first_name": &p.base.FirstName, "last_name": &p.base.LastName,
		"username": &p.base.Username, "locale": &p.locale,
	} {
		if _, ok := f[param]; ok {
			*text, _ = value[string](f, param) // null is "", which is none
		}
	}
	for param, flag := range map[string]*bool{
		"delete_self_enabled": &p.deleteSelf, "create_organization_enabled": &p.createOrgs, "bypass_client_trust": &p.bypassTrust,
	} {
		if on, ok := value[bool](f, param); ok {
			*flag = on
		}
	}
	if created, ok := value[time.Time](f, "created_at"); ok {
		p.base.CreatedAt = created
	}
	if _, ok := f["legal_accepted_at"]; ok {
		p.legalAt, _ = value[time.Time](f, "legal_accepted_at")
	}
	var problems []detail
	if _, ok := f["create_organizations_limit"]; ok {
		p.orgLimit = nil
		if limit, ok := value[int64](f, "create_organizations_limit"); ok {
			p.orgLimit = &limit
			if limit < 0 {
				problems = append(problems, about("create_organizations_limit", "form_param_value_invalid", "is invalid",
					"must not be negative; 0 is any number."))
			}
		}
	}
	p.applyFactors(f, now)
	return append(problems, p.applyPassword(f, now)...)
}

// applyFactors notes that there are second factors, and does not keep them.
func (p *person) applyFactors(f form, now time.Time) {
	if secret, ok := value[string](f, "totp_secret"); ok && secret != "" {
		p.totp = true
	}
	if codes, ok := value[[]string](f, "backup_codes"); ok && len(codes) > 0 {
		p.backupCodes = true
	}
	if p.mfaAt.IsZero() && (p.totp || p.backupCodes) {
		p.mfaAt = now
	}
}

const leastPassword = 8 // characters

// applyPassword notes that there is a password, and does not keep it.
func (p *person) applyPassword(f form, now time.Time) []detail {
	password, plain := value[string](f, "password")
	_, digest := value[string](f, "password_digest")
	_, hasher := value[string](f, "password_hasher")
	skip, _ := value[bool](f, "skip_password_checks")
	var problems []detail
	if plain && digest {
		problems = append(problems, about("password_digest", "form_conditional_param_disallowed", "is not allowed",
			"does not go with a password."))
	}
	if digest != hasher {
		missing := map[bool]string{true: "password_hasher", false: "password_digest"}[digest]
		problems = append(problems, about(missing, "form_conditional_param_missing", "is missing",
			"is needed: password_digest and password_hasher go together."))
	}
	if plain && !skip && utf8.RuneCountInString(password) < leastPassword {
		problems = append(problems, about("password", "form_password_length_too_short", "is too short",
			"must have %d characters or more.", leastPassword))
	}
	if plain || digest {
		p.password, p.passwordAt = true, now
	}
	return problems
}

var (
	phoneNumber = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`) // ITU-T E.164
	wallet      = regexp.MustCompile(`^0x[0-9a-fA-F]{40}$`)
)

// readIdentifications reads the email addresses, phone numbers or wallets of a user to create.
func readIdentifications(f form, param string, now time.Time) ([]identification, []detail) {
	values, _ := value[[]string](f, param)
	states, _ := value[[]string](f, param+"_identification_status")
	var all []identification
	var problems []detail
	if len(states) > 0 && len(states) != len(values) {
		problems = append(problems, about(param+"_identification_status", "form_param_value_invalid", "is invalid",
			"must have one item for each %s, or none at all.", param))
	}
	for _, state := range states {
		if state != "verified" && state != "reserved" {
			problems = append(problems, about(param+"_identification_status", "form_param_value_invalid", "is invalid",
				"must hold nothing but verified and reserved."))
			break
		}
	}
	for i, text := range values {
		if !wellFormed(param, text) {
			problems = append(problems, about(param, "form_param_format_invalid", "is invalid", "is malformed: %.80q; it must be %s.",
				text, map[string]string{
					paramEmail: "an address as in ada@example.com", paramPhone: "a number by E.164, as in +12025550143",
					paramWallet: "0x and 40 hexadecimal digits",
				}[param]))
		}
		one := newIdentification(text, now)
		one.reserved = i < len(states) && states[i] == "reserved"
		all = append(all, one)
	}
	return all, problems
}

func wellFormed(param, text string) bool {
	switch param {
	case paramEmail:
		address, err := mail.ParseAddress(text)
		return err == nil && address.Address == text && utf8.ValidString(text)
	case paramPhone:
		return phoneNumber.MatchString(text)
	default:
		return wallet.MatchString(text)
	}
}
