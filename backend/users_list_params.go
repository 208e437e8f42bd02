package backend

import "time"

// UserListParams filter, order and divide the list of users. Filters that are set must all be met; one with several values is
// met by any of them, at most 100 are taken, and those that nobody has are ignored.
type UserListParams struct {
	EmailAddress []string `query:"email_address"` // whole addresses; EmailAddressQuery takes parts
	PhoneNumber  []string `query:"phone_number"`  // whole numbers as in +12025550143; PhoneNumberQuery takes parts
	Username     []string `query:"username"`      // whole usernames; UsernameQuery takes parts
	Web3Wallet   []string `query:"web3_wallet"`   // addresses of wallets
	// ExternalID are ids of the application's own. A + before one includes that user and a - excludes them: "-42" is
	// everybody but 42. Without a sign, + is meant.
	ExternalID []string `query:"external_id"`
	// UserID are ids of users, with + or - as for ExternalID: "-user_…" leaves one out.
	UserID []string `query:"user_id"`
	// OrganizationID are ids of organizations that the user is a member of, or with a - in front is not.
	OrganizationID []string `query:"organization_id"`

	// Query is a text that occurs in an identifier, the id or a name of the user.
	Query             string `query:"query"`
	EmailAddressQuery string `query:"email_address_query"` // part of an email address, in any case
	PhoneNumberQuery  string `query:"phone_number_query"`  // part of a phone number: "555"
	UsernameQuery     string `query:"username_query"`      // part of the username, in any case
	NameQuery         string `query:"name_query"`          // part of the first or last name, in any case

	Banned Opt[bool] `query:"banned"` // Some(true) for banned users, Some(false) for the others

	LastActiveAtBefore time.Time `query:"last_active_at_before"` // whose last activity was before this millisecond
	LastActiveAtAfter  time.Time `query:"last_active_at_after"`  // whose last activity was after this millisecond
	// LastActiveAtSince finds users who were active since that day.
	//
	// Deprecated: use LastActiveAtAfter.
	LastActiveAtSince  time.Time `query:"last_active_at_since"`
	CreatedAtBefore    time.Time `query:"created_at_before"`      // who were created before this millisecond
	CreatedAtAfter     time.Time `query:"created_at_after"`       // who were created after this millisecond
	LastSignInAtBefore time.Time `query:"last_sign_in_at_before"` // whose last sign-in was before this millisecond
	LastSignInAtAfter  time.Time `query:"last_sign_in_at_after"`  // whose last sign-in was after this millisecond

	// Provider is where the user has an external account: "oauth_google". It goes with ProviderUserID only.
	Provider string `query:"provider"`
	// ProviderUserID are ids that users have at Provider. It goes with Provider only.
	ProviderUserID []string `query:"provider_user_id"`

	Limit int `query:"limit"` // users in a page, 1 to 500; 0 is 10 in List and 100 in All
	// Offset is how many users to skip. Large ones are slow and time out in the end: go by StartingAfter, as All does.
	Offset int `query:"offset"`
	// StartingAfter is the id of the user after whom the page begins: the last of the page before. In All it is where the
	// cursor begins. Everything else in the params must stay the same from page to page. With an Offset, or an OrderBy
	// other than created_at, it is refused: errors.Is(err, ErrUnprocessable).
	StartingAfter string `query:"starting_after"`
	// OrderBy is one field, with + for ascending, which is implied, or - for descending: created_at, updated_at,
	// email_address, web3wallet, first_name, last_name, phone_number, username, last_active_at or last_sign_in_at.
	// Default: "-created_at".
	OrderBy string `query:"order_by"`
}

// UserCountParams filter the users to count, by the rules of [UserListParams].
type UserCountParams struct {
	EmailAddress []string `query:"email_address"` // whole addresses; EmailAddressQuery takes parts
	PhoneNumber  []string `query:"phone_number"`  // whole numbers as in +12025550143; PhoneNumberQuery takes parts
	Username     []string `query:"username"`      // whole usernames; UsernameQuery takes parts
	Web3Wallet   []string `query:"web3_wallet"`   // addresses of wallets
	// ExternalID are ids of the application's own. For the count, Clerk documents no + and - here.
	ExternalID []string `query:"external_id"`
	// UserID are ids of users. For the count, Clerk documents no + and - here.
	UserID []string `query:"user_id"`
	// OrganizationID are ids of organizations that the user is a member of, or with a - in front is not.
	OrganizationID []string `query:"organization_id"`

	// Query is a text that occurs in an identifier, the id or a name of the user.
	Query             string `query:"query"`
	EmailAddressQuery string `query:"email_address_query"` // part of an email address, in any case
	PhoneNumberQuery  string `query:"phone_number_query"`  // part of a phone number: "555"
	UsernameQuery     string `query:"username_query"`      // part of the username, in any case
	NameQuery         string `query:"name_query"`          // part of the first or last name, in any case

	Banned Opt[bool] `query:"banned"` // Some(true) for banned users, Some(false) for the others

	LastActiveAtBefore time.Time `query:"last_active_at_before"` // whose last activity was before this millisecond
	LastActiveAtAfter  time.Time `query:"last_active_at_after"`  // whose last activity was after this millisecond
	// LastActiveAtSince counts users who were active since that day.
	//
	// Deprecated: use LastActiveAtAfter.
	LastActiveAtSince  time.Time `query:"last_active_at_since"`
	CreatedAtBefore    time.Time `query:"created_at_before"`      // who were created before this millisecond
	CreatedAtAfter     time.Time `query:"created_at_after"`       // who were created after this millisecond
	LastSignInAtBefore time.Time `query:"last_sign_in_at_before"` // whose last sign-in was before this millisecond
	LastSignInAtAfter  time.Time `query:"last_sign_in_at_after"`  // whose last sign-in was after this millisecond

	// Provider is where the user has an external account: "oauth_google". It goes with ProviderUserID only.
	Provider string `query:"provider"`
	// ProviderUserID are ids that users have at Provider. It goes with Provider only.
	ProviderUserID []string `query:"provider_user_id"`
}
