// Organizations, memberships, invitations to them and to the instance, roles and domains of organizations.
import { check, clerk, equal, from, holds, ids, refused } from './kit.mjs';

const { organizations: orgs, invitations } = clerk;

export async function organizationChecks() {
  await check('organizations: create', async () => {
    const org = await orgs.createOrganization({ name: 'Acme', slug: 'acme', createdBy: from('ada').id, publicMetadata: { tier: 'a' }, maxAllowedMemberships: 10 });
    equal([org.name, org.slug, org.createdBy, org.maxAllowedMemberships], ['Acme', 'acme', from('ada').id, 10], 'the organization');
    return org;
  }, 'acme');
  await check('organizations: a slug that is taken is refused', () =>
    refused(422, () => orgs.createOrganization({ name: 'Acme', slug: 'acme' }), 'form_identifier_exists'));
  await check('organizations: get by id', async () => equal((await orgs.getOrganization({ organizationId: from('acme').id })).slug, 'acme', 'the slug'));
  await check('organizations: get by slug, with the members counted', async () => {
    const org = await orgs.getOrganization({ slug: 'acme', includeMembersCount: true });
    equal([org.id, org.membersCount], [from('acme').id, 1], 'the organization');
  });
  await check('organizations: one that is unknown is not found', () => refused(404, () => orgs.getOrganization({ slug: 'nowhere' })));
  await check('organizations: list', async () => {
    await orgs.createOrganization({ name: 'Beta', slug: 'beta' });
    const list = await orgs.getOrganizationList({ includeMembersCount: true, orderBy: '+name' });
    equal([list.totalCount, list.data[0].name, list.data[0].membersCount], [2, 'Acme', 1], 'the list');
  });
  await check('organizations: list by a text', async () => equal(ids(await orgs.getOrganizationList({ query: 'acm' })), [from('acme').id], 'the list'));
  await check('organizations: list by ids', async () =>
    equal(ids(await orgs.getOrganizationList({ organizationId: [from('acme').id] })), [from('acme').id], 'the list'));
  await check('organizations: list by pages', async () => equal((await orgs.getOrganizationList({ limit: 1, offset: 1 })).data.length, 1, 'the number'));
  await check('organizations: update', async () => equal((await orgs.updateOrganization(from('acme').id, { name: 'Acme Inc' })).name, 'Acme Inc', 'the name'));
  await check('metadata: of an organization, merged', async () => {
    const org = await orgs.updateOrganizationMetadata(from('acme').id, { publicMetadata: { seats: 3 } });
    equal(org.publicMetadata, { tier: 'a', seats: 3 }, 'public');
  });
  await check('metadata: of an organization, replaced', async () => {
    const org = await orgs.replaceOrganizationMetadata(from('acme').id, { publicMetadata: { tier: 'b' } });
    equal(org.publicMetadata, { tier: 'b' }, 'public');
  });
  await check('organizations: a logo', async () => {
    const file = new Blob([Buffer.from('89504e470d0a1a0a', 'hex')], { type: 'image/png' });
    equal((await orgs.updateOrganizationLogo(from('acme').id, { file, uploaderUserId: from('ada').id })).hasImage, true, 'hasImage');
  });
  await check('organizations: no logo', async () => equal((await orgs.deleteOrganizationLogo(from('acme').id)).hasImage, false, 'hasImage'));

  await check('memberships: create', async () => {
    const m = await orgs.createOrganizationMembership({ organizationId: from('acme').id, userId: from('bob').id, role: 'org:member' });
    equal([m.role, m.organization.id, m.publicUserData?.userId], ['org:member', from('acme').id, from('bob').id], 'the membership');
  });
  await check('memberships: a second one is refused', () =>
    refused(400, () => orgs.createOrganizationMembership({ organizationId: from('acme').id, userId: from('bob').id, role: 'org:member' })));
  await check('memberships: a role that is unknown is refused', () =>
    refused(422, () => orgs.createOrganizationMembership({ organizationId: from('acme').id, userId: from('ada').id, role: 'org:nobody' })));
  await check('memberships: list', async () => {
    const list = await orgs.getOrganizationMembershipList({ organizationId: from('acme').id });
    equal(list.totalCount, 2, 'the count');
  });
  await check('memberships: list by role', async () => {
    const list = await orgs.getOrganizationMembershipList({ organizationId: from('acme').id, role: ['org:member'] });
    equal(list.data.map(m => m.publicUserData?.userId), [from('bob').id], 'the list');
  });
  await check('memberships: list by user', async () =>
    equal((await orgs.getOrganizationMembershipList({ organizationId: from('acme').id, userId: [from('ada').id] })).totalCount, 1, 'the count'));
  await check('memberships: of the instance', async () => equal((await orgs.getInstanceOrganizationMembershipList({})).totalCount, 2, 'the count'));
  await check('memberships: of a user', async () => {
    const list = await clerk.users.getOrganizationMembershipList({ userId: from('ada').id });
    equal(list.data.map(m => [m.role, m.organization.slug]), [['org:admin', 'acme']], 'the list');
  });
  await check('memberships: update', async () => {
    const m = await orgs.updateOrganizationMembership({ organizationId: from('acme').id, userId: from('bob').id, role: 'org:admin' });
    equal(m.role, 'org:admin', 'the role');
  });
  await check('metadata: of a membership', async () => {
    const m = await orgs.updateOrganizationMembershipMetadata({ organizationId: from('acme').id, userId: from('bob').id, publicMetadata: { desk: 4 } });
    equal(m.publicMetadata, { desk: 4 }, 'public');
  });
  await check('memberships: delete', async () => {
    await orgs.deleteOrganizationMembership({ organizationId: from('acme').id, userId: from('bob').id });
    equal((await orgs.getOrganizationMembershipList({ organizationId: from('acme').id })).totalCount, 1, 'the count');
  });

  await check('organization invitations: create', async () => {
    const i = await orgs.createOrganizationInvitation({ organizationId: from('acme').id, emailAddress: 'eve@example.com', role: 'org:member', inviterUserId: from('ada').id });
    equal([i.emailAddress, i.role, i.status, i.organizationId], ['eve@example.com', 'org:member', 'pending', from('acme').id], 'the invitation');
    return i;
  }, 'orgInvitation');
  await check('organization invitations: several at once', async () => {
    const list = await orgs.createOrganizationInvitationBulk(from('acme').id, [
      { emailAddress: 'x@example.com', role: 'org:member', inviterUserId: from('ada').id },
      { emailAddress: 'y@example.com', role: 'org:member', inviterUserId: from('ada').id },
    ]);
    equal((list.data ?? list).length, 2, 'the number');
  });
  await check('organization invitations: get', async () => {
    const i = await orgs.getOrganizationInvitation({ organizationId: from('acme').id, invitationId: from('orgInvitation').id });
    equal(i.emailAddress, 'eve@example.com', 'the address');
  });
  await check('organization invitations: list', async () =>
    equal((await orgs.getOrganizationInvitationList({ organizationId: from('acme').id })).totalCount, 3, 'the count'));
  await check('organization invitations: revoke', async () => {
    const i = await orgs.revokeOrganizationInvitation({ organizationId: from('acme').id, invitationId: from('orgInvitation').id, requestingUserId: from('ada').id });
    equal(i.status, 'revoked', 'the status');
  });
  await check('organization invitations: list by status', async () => {
    const list = await orgs.getOrganizationInvitationList({ organizationId: from('acme').id, status: ['revoked'] });
    equal(ids(list), [from('orgInvitation').id], 'the list');
  });
  await check('organization invitations: one that was revoked is not revoked again', () =>
    refused(400, () => orgs.revokeOrganizationInvitation({ organizationId: from('acme').id, invitationId: from('orgInvitation').id, requestingUserId: from('ada').id })));

  await check('invitations: create', async () => {
    const i = await invitations.createInvitation({ emailAddress: 'new@example.com', publicMetadata: { from: 'test' }, redirectUrl: 'https://app.example.com/welcome' });
    equal([i.emailAddress, i.status, i.publicMetadata], ['new@example.com', 'pending', { from: 'test' }], 'the invitation');
    holds(i.url, 'it has no url');
    return i;
  }, 'invitation');
  await check('invitations: a second one is refused', () =>
    refused(400, () => invitations.createInvitation({ emailAddress: 'new@example.com' }), 'duplicate_record'));
  await check('invitations: several at once', async () => {
    const list = await invitations.createInvitationBulk([{ emailAddress: 'n1@example.com' }, { emailAddress: 'n2@example.com' }]);
    equal((list.data ?? list).length, 2, 'the number');
  });
  await check('invitations: list', async () => equal((await invitations.getInvitationList()).totalCount, 3, 'the count'));
  await check('invitations: list by a text', async () => equal(ids(await invitations.getInvitationList({ query: 'new@' })), [from('invitation').id], 'the list'));
  await check('invitations: revoke', async () => equal((await invitations.revokeInvitation(from('invitation').id)).status, 'revoked', 'the status'));
  await check('invitations: list by status', async () => equal(ids(await invitations.getInvitationList({ status: 'revoked' })), [from('invitation').id], 'the list'));

  await check('organization domains: create', async () => {
    const d = await orgs.createOrganizationDomain({ organizationId: from('acme').id, name: 'acme.example', enrollmentMode: 'automatic_invitation', verified: true });
    equal([d.name, d.enrollment_mode, d.verification?.status], ['acme.example', 'automatic_invitation', 'verified'], 'the domain'); // the client hands it on as it came
    return d;
  }, 'orgDomain');
  await check('organization domains: list', async () =>
    equal(ids(await orgs.getOrganizationDomainList({ organizationId: from('acme').id })), [from('orgDomain').id], 'the list'));
  await check('organization domains: update', async () => {
    const d = await orgs.updateOrganizationDomain({ organizationId: from('acme').id, domainId: from('orgDomain').id, enrollmentMode: 'manual_invitation' });
    equal(d.enrollment_mode, 'manual_invitation', 'the mode');
  });
  await check('organization domains: delete', async () =>
    equal((await orgs.deleteOrganizationDomain({ organizationId: from('acme').id, domainId: from('orgDomain').id })).deleted, true, 'deleted'));

  const { organizationRoles: roles, organizationPermissions: permissions } = clerk;
  await check('permissions: create', () => permissions.createOrganizationPermission({ name: 'Read invoices', key: 'org:invoices:read', description: '' }), 'permission');
  await check('permissions: list', async () => holds(ids(await permissions.getOrganizationPermissionList()).includes(from('permission').id), 'it is not listed'));
  await check('roles: create', () => roles.createOrganizationRole({ name: 'Billing', key: 'org:billing', description: 'pays' }), 'role');
  await check('roles: get', async () => equal((await roles.getOrganizationRole(from('role').id)).key, 'org:billing', 'the key'));
  await check('roles: list', async () => holds(ids(await roles.getOrganizationRoleList()).includes(from('role').id), 'it is not listed'));
  await check('roles: update', async () => equal((await roles.updateOrganizationRole({ organizationRoleId: from('role').id, name: 'Payments' })).name, 'Payments', 'the name'));
  await check('roles: give a permission', async () => {
    const role = await roles.assignPermissionToOrganizationRole({ organizationRoleId: from('role').id, permissionId: from('permission').id });
    equal(role.permissions.map(p => p.key), ['org:invoices:read'], 'the permissions');
  });
  await check('roles: take a permission', async () => {
    const role = await roles.removePermissionFromOrganizationRole({ organizationRoleId: from('role').id, permissionId: from('permission').id });
    equal(role.permissions, [], 'the permissions');
  });
  await check('roles: delete', async () => equal((await roles.deleteOrganizationRole(from('role').id)).deleted, true, 'deleted'));
  await check('organizations: delete', async () => {
    const list = await orgs.getOrganizationList({ query: 'beta' });
    equal((await orgs.deleteOrganization(list.data[0].id)).id, list.data[0].id, 'the id');
  });
}
