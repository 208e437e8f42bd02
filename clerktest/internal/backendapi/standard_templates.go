package backendapi

// A standardTemplate is an email or a text message as a new instance has it.
type standardTemplate struct {
	kind, slug, name string
	subject, body    string
	required         []string // the variables that the body must have
}

// standardTemplates are those of a new instance, in their order. The slugs are Clerk's; the texts are plain.
var standardTemplates = []standardTemplate{
	{"email", "verification_code", "Verification code", "{{otp_code}} is your code for {{app.name}}",
		"Your code for {{app.name}} is {{otp_code}}.", []string{"otp_code"}},
	{"email", "reset_password_code", "Reset password code", "{{otp_code}} resets your password",
		"Your code to reset the password is {{otp_code}}.", []string{"otp_code"}},
	{"email", "magic_link_sign_in", "Sign in link", "Sign in to {{app.name}}", "Sign in: {{magic_link}}", []string{"magic_link"}},
	{"email", "magic_link_sign_up", "Sign up link", "Sign up to {{app.name}}", "Sign up: {{magic_link}}", []string{"magic_link"}},
	{"email", "magic_link_user_profile", "Verify email link", "Verify your email address", "Verify: {{magic_link}}", []string{"magic_link"}},
	{"email", "invitation", "Invitation", "You are invited to {{app.name}}", "Accept: {{action_url}}", []string{"action_url"}},
	{"email", "organization_invitation", "Organization invitation", "You are invited to an organization", "Accept: {{action_url}}", []string{"action_url"}},
	{"email", "waitlist_confirmation", "Waitlist confirmation", "You are on the waitlist", "You are on the waitlist of {{app.name}}.", nil},
	{"email", "waitlist_invitation", "Waitlist invitation", "You are invited to {{app.name}}", "Accept: {{action_url}}", []string{"action_url"}},
	{"email", "password_changed", "Password changed", "Your password was changed", "The password of {{user.first_name}} was changed.", nil},
	{"email", "password_removed", "Password removed", "Your password was removed", "The password of {{user.first_name}} was removed.", nil},
	{"email", "primary_email_address_changed", "Primary email address changed", "Your email address was changed",
		"The primary email address of {{user.first_name}} was changed.", nil},
	{"email", "passkey_added", "Passkey added", "A passkey was added", "A passkey was added to your account.", nil},
	{"email", "passkey_removed", "Passkey removed", "A passkey was removed", "A passkey was removed from your account.", nil},
	{"email", "new_device_sign_in", "Sign in from new device", "A new device has signed in", "A new device has signed in to your account.", nil},
	{"email", "account_locked", "Account locked", "Your account is locked", "Your account of {{app.name}} is locked.", nil},
	{"sms", "verification_code", "Verification code", "", "{{otp_code}} is your code for {{app.name}}.", []string{"otp_code"}},
	{"sms", "reset_password_code", "Reset password code", "", "{{otp_code}} resets your password.", []string{"otp_code"}},
	{"sms", "password_changed", "Password changed", "", "Your password was changed.", nil},
	{"sms", "password_removed", "Password removed", "", "Your password was removed.", nil},
}

// variables returns what the texts of a template may have.
func (t standardTemplate) variables() []string {
	return append([]string{"app.name", "app.url", "user.first_name", "user.last_name"}, t.required...)
}

// exampleOf returns what a preview has in the place of a variable.
func exampleOf(variable string) string {
	switch variable {
	case "otp_code":
		return theCode
	case "magic_link", "action_url", "app.url":
		return "https://app.example.com/"
	case "app.name":
		return "Example"
	case "user.first_name":
		return "Ada"
	default:
		return "Lovelace"
	}
}
