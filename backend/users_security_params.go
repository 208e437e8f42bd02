package backend

// UserBanBulkParams say whom to ban.
type UserBanBulkParams struct {
	UserIDs []string `json:"user_ids"` // 1 to 50 ids; required
}

// UserUnbanBulkParams say whom to unban.
type UserUnbanBulkParams struct {
	UserIDs []string `json:"user_ids"` // 1 to 50 ids; required
}

// UserVerifyPasswordParams are for [UsersService.VerifyPassword].
type UserVerifyPasswordParams struct {
	Password string `json:"password"` // as the user typed it; required
}

// UserVerifyTOTPParams are for [UsersService.VerifyTOTP].
type UserVerifyTOTPParams struct {
	Code string `json:"code"` // a code of an authenticator app, or a backup code; required
}

// UserRemovePasswordParams are for [UsersService.RemovePassword].
type UserRemovePasswordParams struct {
	SignOutOfOtherSessions Opt[bool] `json:"sign_out_of_other_sessions,omitzero"` // ends all sessions of the user; default: false
}

// UserSetPasswordCompromisedParams are for [UsersService.SetPasswordCompromised].
type UserSetPasswordCompromisedParams struct {
	RevokeAllSessions Opt[bool] `json:"revoke_all_sessions,omitzero"` // ends all sessions of the user; may be null
}

// A PasswordHasher names what made a password digest. Each wants its digests in a form of its own, which Clerk's
// documentation describes under "createUser". Where Clerk supports one that has no constant here, write its name.
type PasswordHasher string

// The hashers that Clerk's document names.
const (
	PasswordHasherArgon2i            PasswordHasher = "argon2i"
	PasswordHasherArgon2id           PasswordHasher = "argon2id"
	PasswordHasherBcrypt             PasswordHasher = "bcrypt"
	PasswordHasherBcryptSHA256Django PasswordHasher = "bcrypt_sha256_django" // Django's BCryptSHA256PasswordHasher
	PasswordHasherLDAPSSHA           PasswordHasher = "ldap_ssha"            // salted SHA-1 of OpenLDAP
	PasswordHasherMD5                PasswordHasher = "md5"
	PasswordHasherMD5Phpass          PasswordHasher = "md5_phpass" // an MD5 digest, hashed again by phpass
	PasswordHasherPBKDF2SHA1         PasswordHasher = "pbkdf2_sha1"
	PasswordHasherPBKDF2SHA256       PasswordHasher = "pbkdf2_sha256"
	PasswordHasherPBKDF2SHA256Django PasswordHasher = "pbkdf2_sha256_django" // Django's default
	PasswordHasherPBKDF2SHA512       PasswordHasher = "pbkdf2_sha512"
	PasswordHasherPBKDF2SHA512Hex    PasswordHasher = "pbkdf2_sha512_hex" // salt and hash in hexadecimal
	PasswordHasherPhpass             PasswordHasher = "phpass"
	PasswordHasherScryptFirebase     PasswordHasher = "scrypt_firebase"
	PasswordHasherScryptWerkzeug     PasswordHasher = "scrypt_werkzeug"
	PasswordHasherSHA256             PasswordHasher = "sha256"
	PasswordHasherSHA512Symfony      PasswordHasher = "sha512_symfony" // Symfony's legacy hasher
)
