package contract

import (
	"encoding/base32"
	"encoding/json"
	"time"
)

// user makes a user with something of everything.
func (s *stage) user() thing {
	s.t.Helper()
	return s.do("POST", "/users", map[string]any{
		"email_address": []string{"ada@example.com"}, "phone_number": []string{"+12025550143"},
		"web3_wallet": []string{"0x00000000000000000000000000000000000000a1"}, "username": "ada", "external_id": "42",
		"first_name": "Ada", "last_name": "Lovelace", "password": "correct horse", "totp_secret": theSecret,
		"backup_codes": []string{"one", "two"}, "public_metadata": map[string]any{"a": 1},
	})
}

var theSecret = base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))

// part returns a member of the first of what a user has.
func (o thing) part(list string) thing {
	all, _ := o[list].([]any)
	if len(all) == 0 {
		return nil
	}
	first, _ := all[0].(map[string]any)
	return first
}

// seed puts rows into a table of the instance that no operation makes.
func (s *stage) seed(table string, rows ...map[string]any) {
	s.t.Helper()
	var snapshot struct {
		Version int              `json:"version"`
		IDs     int              `json:"ids"`
		Tables  map[string][]any `json:"tables"`
	}
	if err := json.Unmarshal(s.ck.Snapshot(), &snapshot); err != nil {
		s.t.Fatal(err)
	}
	for _, row := range rows {
		row["CreatedAt"], row["UpdatedAt"] = time.Now(), time.Now()
		snapshot.Tables[table] = append(snapshot.Tables[table], row)
	}
	text, err := json.Marshal(snapshot)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.ck.Restore(text); err != nil {
		s.t.Fatal(err)
	}
}

// onUser asks about a user, with a body.
func onUser(body any) func(*stage) ask {
	return func(s *stage) ask { return ask{ids: []string{s.user().id()}, body: body} }
}

type fields = map[string]any

var userScenes = scenes{
	"GetUserList":   func(s *stage) ask { s.user(); return ask{query: "query=ada&order_by=-created_at"} },
	"GetUsersCount": func(s *stage) ask { s.user(); return ask{query: "banned=false"} },
	"CreateUser":    func(*stage) ask { return ask{body: fields{"username": "ada"}} },
	"CreateUser reserved": func(*stage) ask {
		return ask{body: fields{"email_address": []string{"a@example.com"}, "email_address_identification_status": []string{"reserved"}}}
	},
	"GetUser":             onUser(nil),
	"UpdateUser":          onUser(fields{"first_name": nil, "create_organizations_limit": 3}),
	"DeleteUser":          onUser(nil),
	"UpdateUserMetadata":  onUser(fields{"public_metadata": fields{"a": nil, "b": fields{"c": true}}}),
	"ReplaceUserMetadata": onUser(fields{"private_metadata": fields{}}),
	"BanUser":             onUser(nil),
	"UnbanUser":           onUser(nil),
	"LockUser":            onUser(nil),
	"UnlockUser":          onUser(nil),
	"UsersBan":            func(s *stage) ask { return ask{body: fields{"user_ids": []string{s.user().id()}}} },
	"UsersUnban":          func(s *stage) ask { return ask{body: fields{"user_ids": []string{s.user().id()}}} },
}

var userCredentialScenes = scenes{
	"RemoveUserPassword":           onUser(fields{"sign_out_of_other_sessions": true}),
	"SetUserPasswordCompromised":   onUser(fields{"revoke_all_sessions": true}),
	"UnsetUserPasswordCompromised": onUser(nil),
	"VerifyPassword":               onUser(fields{"password": "correct horse"}),
	"VerifyTOTP": func(s *stage) ask {
		s.ck.SetTime(time.Unix(59, 0)) // RFC 6238, appendix B
		return ask{ids: []string{s.user().id()}, body: fields{"code": "287082"}}
	},
	"VerifyTOTP backup code": onUser(fields{"code": "two"}),
	"DisableMFA":             onUser(nil),
	"DeleteTOTP":             onUser(nil),
	"DeleteBackupCode":       onUser(nil),
}

var userPartScenes = scenes{
	"SetUserProfileImage":    func(s *stage) ask { return ask{ids: []string{s.user().id()}, upload: true} },
	"DeleteUserProfileImage": onUser(nil),
	"UserWeb3WalletDelete": func(s *stage) ask {
		u := s.user()
		return ask{ids: []string{u.id(), u.part("web3_wallets").id()}}
	},
	"GetUser with everything": func(s *stage) ask {
		u := s.user()
		s.seed("external_accounts", fields{"ID": "eac_1", "UserID": u.id(), "Provider": "oauth_google", "Scopes": "email profile"})
		s.seed("passkeys", fields{"ID": "idn_1", "UserID": u.id(), "Name": "Phone"})
		return ask{ids: []string{u.id()}}
	},
	"GetOAuthAccessToken": func(s *stage) ask {
		u := s.user()
		s.seed("external_accounts", fields{"ID": "eac_1", "UserID": u.id(), "Provider": "oauth_google", "AccessToken": "token", "Scopes": "email"})
		return ask{ids: []string{u.id(), "oauth_google"}, query: "paginated=true"}
	},
	"DeleteExternalAccount": func(s *stage) ask {
		u := s.user()
		s.seed("external_accounts", fields{"ID": "eac_1", "UserID": u.id(), "Provider": "oauth_google"})
		return ask{ids: []string{u.id(), "eac_1"}}
	},
	"UserPasskeyDelete": func(s *stage) ask {
		u := s.user()
		s.seed("passkeys", fields{"ID": "idn_1", "UserID": u.id(), "Name": "Phone"})
		return ask{ids: []string{u.id(), "idn_1"}}
	},
	"ListUserTrustedDevices": func(s *stage) ask { return ask{ids: []string{s.enrolled().id()}} },
	"RevokeUserTrustedDevice": func(s *stage) ask {
		return ask{ids: []string{s.enrolled().id(), "tdev_1"}}
	},
}

// enrolled makes a user with a trusted device.
func (s *stage) enrolled() thing {
	u := s.user()
	s.seed("trusted_devices", fields{"ID": "tdev_1", "UserID": u.id(), "Platform": "ios", "AppIdentifier": "com.example"})
	return u
}
