package backend

type Client struct {
	settings *settings

	APIKeys                 *APIKeysService
	ActorTokens             *ActorTokensService
	AdminPortalLinkTokens   *AdminPortalLinkTokensService
	AgentTasks              *AgentTasksService
	AllowlistIdentifiers    *AllowlistIdentifiersService
	Billing                 *BillingService
	BlocklistIdentifiers    *BlocklistIdentifiersService
	Clients                 *ClientsService
	Directories             *DirectoriesService
	Domains                 *DomainsService
	EmailAddresses          *EmailAddressesService
	EnterpriseConnections   *EnterpriseConnectionsService
	Instance                *InstanceService
	Invitations             *InvitationsService
	JWKS                    *JWKSService
	JWTTemplates            *JWTTemplatesService
	M2MTokens               *M2MTokensService
	Machines                *MachinesService
	OAuthApplications       *OAuthApplicationsService
	OrganizationDomains     *OrganizationDomainsService
	OrganizationInvitations *OrganizationInvitationsService
	OrganizationMemberships *OrganizationMembershipsService
	OrganizationPermissions *OrganizationPermissionsService
	OrganizationRoles       *OrganizationRolesService
	Organizations           *OrganizationsService
	PhoneNumbers            *PhoneNumbersService
	ProxyChecks             *ProxyChecksService
	RedirectURLs            *RedirectURLsService
	RoleSets                *RoleSetsService
	SAMLConnections         *SAMLConnectionsService
	SCIMDirectories         *SCIMDirectoriesService
	Sessions                *SessionsService
	SignInTokens            *SignInTokensService
	SignUps                 *SignUpsService
	Templates               *TemplatesService
	TestingTokens           *TestingTokensService
	Users                   *UsersService
	WaitlistEntries         *WaitlistEntriesService
	Webhooks                *WebhooksService
}

type service struct{ *settings }

func newClient(s *settings) *Client {
	common := &service{s}
	return &Client{
		settings:                s,
		APIKeys:                 (*APIKeysService)(common),
		ActorTokens:             (*ActorTokensService)(common),
		AdminPortalLinkTokens:   (*AdminPortalLinkTokensService)(common),
		AgentTasks:              (*AgentTasksService)(common),
		AllowlistIdentifiers:    (*AllowlistIdentifiersService)(common),
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
