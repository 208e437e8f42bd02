package backend

// A Client calls the Backend API of one instance. [New] makes one. It never changes, and is safe for concurrent use.
//
// Its fields are the services, one for each resource, in alphabetical order. Nobody should assign to them.
type Client struct {
	settings *settings

	ActorTokens             *ActorTokensService             // tokens to sign in as somebody else
	AdminPortalLinkTokens   *AdminPortalLinkTokensService   // links to the portal where customers set up their SSO
	AgentTasks              *AgentTasksService              // tasks for which an agent signs in as a user
	AllowlistIdentifiers    *AllowlistIdentifiersService    // who alone may sign up
	APIKeys                 *APIKeysService                 // API keys of users and organizations, and their verification
	Billing                 *BillingService                 // plans, prices, subscription items and statements
	BlocklistIdentifiers    *BlocklistIdentifiersService    // who may not sign up
	Clients                 *ClientsService                 // browsers and devices, and what they are signed in to
	Directories             *DirectoriesService             // directories that provision users
	Domains                 *DomainsService                 // the domain of the instance and its satellites
	EmailAddresses          *EmailAddressesService          // e-mail addresses of users
	EnterpriseConnections   *EnterpriseConnectionsService   // single sign-on of customers, by SAML or OpenID Connect
	Instance                *InstanceService                // settings of the instance itself
	Invitations             *InvitationsService             // invitations to sign up
	JWKS                    *JWKSService                    // the keys that tokens are verified with
	JWTTemplates            *JWTTemplatesService            // templates of tokens with claims of your own
	M2MTokens               *M2MTokensService               // tokens between machines, and their verification
	Machines                *MachinesService                // machines, their keys and whom they may call
	OAuthApplications       *OAuthApplicationsService       // applications that users sign in to through the instance
	OrganizationDomains     *OrganizationDomainsService     // domains of organizations, by which users join
	OrganizationInvitations *OrganizationInvitationsService // invitations to join an organization
	OrganizationMemberships *OrganizationMembershipsService // who belongs to which organization, as what
	OrganizationPermissions *OrganizationPermissionsService // what a role may allow
	OrganizationRoles       *OrganizationRolesService       // what a member may be
	Organizations           *OrganizationsService           // organizations, their metadata and logos
	PhoneNumbers            *PhoneNumbersService            // phone numbers of users
	ProxyChecks             *ProxyChecksService             // whether a proxy of the Frontend API works
	RedirectURLs            *RedirectURLsService            // where native applications may be sent back to
	RoleSets                *RoleSetsService                // which roles an organization has to choose from
	SAMLConnections         *SAMLConnectionsService         // the older form of EnterpriseConnections
	SCIMDirectories         *SCIMDirectoriesService         // the older name of Directories
	Sessions                *SessionsService                // sessions of users, and tokens of them
	SignInTokens            *SignInTokensService            // tokens to sign in without a password
	SignUps                 *SignUpsService                 // attempts to sign up
	Templates               *TemplatesService               // texts of e-mails and messages
	TestingTokens           *TestingTokensService           // tokens that let tests pass the bot protection
	Users                   *UsersService                   // users, their metadata and what belongs to them
	WaitlistEntries         *WaitlistEntriesService         // who waits to be let in
	Webhooks                *WebhooksService                // the Svix application behind the webhooks
}

// A service is what all services are: the settings of their client.
type service struct{ *settings }

func newClient(s *settings) *Client {
	common := &service{s}
	return &Client{
		settings: s,

		ActorTokens:             (*ActorTokensService)(common),
		AdminPortalLinkTokens:   (*AdminPortalLinkTokensService)(common),
		AgentTasks:              (*AgentTasksService)(common),
		AllowlistIdentifiers:    (*AllowlistIdentifiersService)(common),
		APIKeys:                 (*APIKeysService)(common),
		Billing:                 (*BillingService)(common),
		BlocklistIdentifiers:    (*BlocklistIdentifiersService)(common),
		Clients:                 (*ClientsService)(common),
		Directories:             (*DirectoriesService)(common),
		Domains:                 (*DomainsService)(common),
		EmailAddresses:          (*EmailAddressesService)(common),
		EnterpriseConnections:   (*EnterpriseConnectionsService)(common),
		Instance:                (*InstanceService)(common),
		Invitations:             (*InvitationsService)(common),
		JWKS:                    (*JWKSService)(common),
		JWTTemplates:            (*JWTTemplatesService)(common),
		M2MTokens:               (*M2MTokensService)(common),
		Machines:                (*MachinesService)(common),
		OAuthApplications:       (*OAuthApplicationsService)(common),
		OrganizationDomains:     (*OrganizationDomainsService)(common),
		OrganizationInvitations: (*OrganizationInvitationsService)(common),
		OrganizationMemberships: (*OrganizationMembershipsService)(common),
		OrganizationPermissions: (*OrganizationPermissionsService)(common),
		OrganizationRoles:       (*OrganizationRolesService)(common),
		Organizations:           (*OrganizationsService)(common),
		PhoneNumbers:            (*PhoneNumbersService)(common),
		ProxyChecks:             (*ProxyChecksService)(common),
		RedirectURLs:            (*RedirectURLsService)(common),
		RoleSets:                (*RoleSetsService)(common),
		SAMLConnections:         (*SAMLConnectionsService)(common),
		SCIMDirectories:         (*SCIMDirectoriesService)(common),
		Sessions:                (*SessionsService)(common),
		SignInTokens:            (*SignInTokensService)(common),
		SignUps:                 (*SignUpsService)(common),
		Templates:               (*TemplatesService)(common),
		TestingTokens:           (*TestingTokensService)(common),
		Users:                   (*UsersService)(common),
		WaitlistEntries:         (*WaitlistEntriesService)(common),
		Webhooks:                (*WebhooksService)(common),
	}
}
