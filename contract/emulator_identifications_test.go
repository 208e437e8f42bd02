package contract

// onPart asks about the first of what a user has, with a body.
func onPart(list string, body any) func(*stage) ask {
	return func(s *stage) ask { return ask{ids: []string{s.user().part(list).id()}, body: body} }
}

// attempt asks about a code that was sent.
func attempt(list, path string, code string) func(*stage) ask {
	return func(s *stage) ask {
		id := s.user().part(list).id()
		sent := s.do("POST", path+id+"/prepare_verification", nil)
		return ask{ids: []string{id}, body: fields{"verification_id": sent.id(), "code": code}}
	}
}

var emailScenes = scenes{
	"CreateEmailAddress": func(s *stage) ask {
		return ask{body: fields{"user_id": s.user().id(), "email_address": "new@example.com", "verified": true, "primary": true}}
	},
	"CreateEmailAddress unverified": func(s *stage) ask {
		return ask{body: fields{"user_id": s.user().id(), "email_address": "new@example.com"}}
	},
	"GetEmailAddress":                            onPart("email_addresses", nil),
	"UpdateEmailAddress":                         onPart("email_addresses", fields{"verified": false}),
	"DeleteEmailAddress":                         onPart("email_addresses", nil),
	"PrepareEmailAddressVerification":            onPart("email_addresses", nil),
	"AttemptEmailAddressVerification":            attempt("email_addresses", "/email_addresses/", "424242"),
	"AttemptEmailAddressVerification in vain":    attempt("email_addresses", "/email_addresses/", "0"),
	"ReplaceUserEmailAddress":                    onUser(fields{"email_address": "new@example.com"}),
	"ReplaceUserEmailAddress with a reservation": onUser(fields{"email_address": "new@example.com", "identification_status": "reserved"}),
}

var phoneScenes = scenes{
	"CreatePhoneNumber": func(s *stage) ask {
		return ask{body: fields{"user_id": s.user().id(), "phone_number": "+12025550199", "verified": true}}
	},
	"GetPhoneNumber":                 onPart("phone_numbers", nil),
	"UpdatePhoneNumber":              onPart("phone_numbers", fields{"reserved_for_second_factor": true}),
	"DeletePhoneNumber":              onPart("phone_numbers", nil),
	"PreparePhoneNumberVerification": onPart("phone_numbers", nil),
	"AttemptPhoneNumberVerification": attempt("phone_numbers", "/phone_numbers/", "424242"),
	"ReplaceUserPhoneNumber":         onUser(fields{"phone_number": "+12025550199"}),
}
