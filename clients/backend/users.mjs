// Users, their email addresses and phone numbers, and their metadata.
import { check, clerk, equal, from, holds, ids, made, refused } from './kit.mjs';

const { users, emailAddresses, phoneNumbers } = clerk;

export async function userChecks() {
  await check('users: create', async () => {
    const user = await users.createUser({
      emailAddress: ['ada@example.com'], phoneNumber: ['+12025550143'], username: 'ada', firstName: 'Ada', lastName: 'Lovelace',
      password: 'correct horse battery', externalId: 'ext-1', publicMetadata: { plan: 'free' }, privateMetadata: { note: 1 },
      unsafeMetadata: { theme: 'dark' },
    });
    equal(user.fullName, 'Ada Lovelace', 'the name');
    equal(user.primaryEmailAddress?.emailAddress, 'ada@example.com', 'the email address');
    equal(user.primaryPhoneNumber?.phoneNumber, '+12025550143', 'the phone number');
    equal(user.passwordEnabled, true, 'passwordEnabled');
    return user;
  }, 'ada');
  await check('users: create with nothing but an email address', () => users.createUser({ emailAddress: ['bob@example.com'] }), 'bob');
  await check('users: create with a time of its own', async () => {
    const user = await users.createUser({ emailAddress: ['old@example.com'], createdAt: new Date('2012-10-20T07:15:20.902Z') });
    equal(user.createdAt, 1350717320902, 'createdAt');
    return user;
  }, 'old');
  await check('users: an email address that is taken is refused', () =>
    refused(422, () => users.createUser({ emailAddress: ['ada@example.com'] }), 'form_identifier_exists'));
  await check('users: a short password is refused', () =>
    refused(422, () => users.createUser({ emailAddress: ['x@example.com'], password: 'short' }), 'form_password_length_too_short'));
  await check('users: get', async () => equal((await users.getUser(from('ada').id)).username, 'ada', 'the username'));
  await check('users: one who is unknown is not found', () => refused(404, () => users.getUser('user_nobody'), 'resource_not_found'));
  await check('users: list', async () => {
    const list = await users.getUserList();
    equal(list.totalCount, 3, 'totalCount');
    equal(list.data.length, 3, 'the number');
  });
  await check('users: list by email address', async () =>
    equal(ids(await users.getUserList({ emailAddress: ['ada@example.com'] })), [from('ada').id], 'the list'));
  await check('users: list by several ids', async () =>
    equal((await users.getUserList({ userId: [from('ada').id, from('bob').id] })).data.length, 2, 'the number'));
  await check('users: list by phone number', async () =>
    equal(ids(await users.getUserList({ phoneNumber: ['+12025550143'] })), [from('ada').id], 'the list'));
  await check('users: list by username', async () => equal(ids(await users.getUserList({ username: ['ada'] })), [from('ada').id], 'the list'));
  await check('users: list by external id', async () => equal(ids(await users.getUserList({ externalId: ['ext-1'] })), [from('ada').id], 'the list'));
  await check('users: list by a text', async () => equal(ids(await users.getUserList({ query: 'lovelace' })), [from('ada').id], 'the list'));
  await check('users: list by pages', async () => {
    const first = await users.getUserList({ limit: 2, orderBy: '+created_at' });
    const second = await users.getUserList({ limit: 2, offset: 2, orderBy: '+created_at' });
    equal([first.data.length, second.data.length], [2, 1], 'the pages');
    equal(first.data[0].id, from('old').id, 'the first');
  });
  await check('users: count', async () => equal(await users.getCount(), 3, 'the count'));
  await check('users: count by a text', async () => equal(await users.getCount({ query: 'bob' }), 1, 'the count'));
  await check('users: update', async () => {
    const user = await users.updateUser(from('ada').id, { firstName: 'Augusta', lastName: 'King' });
    equal(user.fullName, 'Augusta King', 'the name');
  });
  await check('users: a username that is taken is refused', () =>
    refused(422, () => users.updateUser(from('bob').id, { username: 'ada' }), 'form_identifier_exists'));
  await check('users: a password is verified', async () =>
    equal((await users.verifyPassword({ userId: from('ada').id, password: 'correct horse battery' })).verified, true, 'verified'));
  await check('users: a wrong password is refused', () =>
    refused(422, () => users.verifyPassword({ userId: from('ada').id, password: 'wrong horse battery' }), 'incorrect_password'));
  await check('users: a password counts as compromised', () => users.setPasswordCompromised(from('ada').id));
  await check('users: and not any more', () => users.unsetPasswordCompromised(from('ada').id));
  await check('metadata: merge', async () => {
    const user = await users.updateUserMetadata(from('ada').id, { publicMetadata: { seats: 3 }, privateMetadata: { note: null } });
    equal(user.publicMetadata, { plan: 'free', seats: 3 }, 'public');
    equal(user.privateMetadata, {}, 'private');
    equal(user.unsafeMetadata, { theme: 'dark' }, 'unsafe');
  });
  await check('metadata: replace', async () => {
    const user = await users.replaceUserMetadata(from('ada').id, { publicMetadata: { plan: 'pro' } });
    equal(user.publicMetadata, { plan: 'pro' }, 'public');
  });
  await check('metadata: nested objects are merged', async () => {
    await users.updateUserMetadata(from('ada').id, { unsafeMetadata: { a: { b: 1, c: 2 } } });
    const user = await users.updateUserMetadata(from('ada').id, { unsafeMetadata: { a: { b: null } } });
    equal(user.unsafeMetadata.a, { c: 2 }, 'a');
  });
  for (const [name, flag, want] of [['banUser', 'banned', true], ['unbanUser', 'banned', false], ['lockUser', 'locked', true], ['unlockUser', 'locked', false]]) {
    await check(`users: ${name}`, async () => equal((await users[name](from('bob').id))[flag], want, flag));
  }
  await check('users: memberships of nobody', async () =>
    equal((await users.getOrganizationMembershipList({ userId: from('bob').id })).totalCount, 0, 'the count'));
  await check('users: invitations of nobody', async () =>
    equal((await users.getOrganizationInvitationList({ userId: from('bob').id })).totalCount, 0, 'the count'));
  await check('users: a profile image', async () => {
    const user = await users.updateUserProfileImage(from('ada').id, { file: new Blob([Buffer.from('89504e470d0a1a0a', 'hex')], { type: 'image/png' }) });
    equal(user.hasImage, true, 'hasImage');
  });
  await check('users: no profile image', async () => equal((await users.deleteUserProfileImage(from('ada').id)).hasImage, false, 'hasImage'));
  await check('users: second factors are taken away', async () => equal((await users.disableUserMFA(from('ada').id)).user_id, from('ada').id, 'user_id'));
  await check('users: OAuth access tokens of nobody', async () => {
    const list = await users.getUserOauthAccessToken(from('ada').id, 'google');
    equal(list.data, [], 'the list');
  });
  await check('users: an authenticator app and backup codes', async () => {
    const user = await users.updateUser(from('bob').id, { totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', backupCodes: ['aaaa1111', 'bbbb2222'] });
    equal([user.totpEnabled, user.backupCodeEnabled, user.twoFactorEnabled], [true, true, true], 'the factors');
  });
  await check('users: a wrong code of the app is refused', () => refused(422, () => users.verifyTOTP({ userId: from('bob').id, code: '000' })));
  await check('users: a backup code is a code', async () =>
    equal((await users.verifyTOTP({ userId: from('bob').id, code: 'aaaa1111' })).verified, true, 'verified'));
  await check('users: no backup codes', async () => {
    await users.deleteUserBackupCodes(from('bob').id);
    equal((await users.getUser(from('bob').id)).backupCodeEnabled, false, 'backupCodeEnabled');
  });
  await check('users: no authenticator app', async () => {
    await users.deleteUserTOTP(from('bob').id);
    equal((await users.getUser(from('bob').id)).totpEnabled, false, 'totpEnabled');
  });
  await check('users: a first password', async () =>
    equal((await users.updateUser(from('bob').id, { password: 'another long password' })).passwordEnabled, true, 'passwordEnabled'));
  await check('users: and none any more', async () => equal((await users.removePassword(from('bob').id)).passwordEnabled, false, 'passwordEnabled'));
  await check('users: list by times', async () => {
    const [before, after] = [await users.getUserList({ createdAtBefore: 1400000000000 }), await users.getUserList({ createdAtAfter: 1400000000000 })];
    equal([ids(before), after.data.length], [[from('old').id], 2], 'the lists');
  });
  await check('users: list in the order of names', async () =>
    equal((await users.getUserList({ orderBy: '-first_name' })).data.length, 3, 'the number'));
  await check('users: a limit that is too large is refused', () => refused(422, () => users.getUserList({ limit: 501 })));
  await check('users: a limit on organizations', async () => {
    const user = await users.updateUser(from('bob').id, { createOrganizationEnabled: true, createOrganizationsLimit: 3, deleteSelfEnabled: false });
    equal([user.createOrganizationEnabled, user.createOrganizationsLimit, user.deleteSelfEnabled], [true, 3, false], 'the user');
  });
  await check('users: one who has agreed to the terms', async () => {
    const user = await users.updateUser(from('bob').id, { legalAcceptedAt: new Date('2026-01-02T03:04:05Z') });
    equal(user.legalAcceptedAt, Date.parse('2026-01-02T03:04:05Z'), 'legalAcceptedAt');
  });
  await check('email addresses: replace', async () => {
    await users.replaceUserEmailAddress(from('bob').id, { emailAddress: 'robert@example.com' });
    const user = await users.getUser(from('bob').id);
    equal([user.emailAddresses.length, user.primaryEmailAddress?.emailAddress], [1, 'robert@example.com'], 'the addresses');
    await users.replaceUserEmailAddress(from('bob').id, { emailAddress: 'bob@example.com' });
  });
  await check('phone numbers: replace', async () => {
    await users.replaceUserPhoneNumber(from('ada').id, { phoneNumber: '+12025550199' });
    equal((await users.getUser(from('ada').id)).primaryPhoneNumber?.phoneNumber, '+12025550199', 'the number');
  });
  await check('users: delete', async () => {
    const gone = await users.deleteUser(from('old').id);
    equal(gone.id, made.old.id, 'the id');
    await refused(404, () => users.getUser(made.old.id));
  });

  await check('email addresses: create', async () => {
    const address = await emailAddresses.createEmailAddress({ userId: from('ada').id, emailAddress: 'ada@work.example', verified: true });
    equal([address.emailAddress, address.verification?.status], ['ada@work.example', 'verified'], 'the address');
    return address;
  }, 'work');
  await check('email addresses: one that is taken is refused', () =>
    refused(422, () => emailAddresses.createEmailAddress({ userId: from('bob').id, emailAddress: 'ada@work.example' }), 'form_identifier_exists'));
  await check('email addresses: get', async () =>
    equal((await emailAddresses.getEmailAddress(from('work').id)).emailAddress, 'ada@work.example', 'the address'));
  await check('email addresses: make the primary one', async () => {
    await emailAddresses.updateEmailAddress(from('work').id, { primary: true });
    equal((await users.getUser(from('ada').id)).primaryEmailAddressId, from('work').id, 'the primary one');
  });
  await check('email addresses: unverified', async () => {
    const address = await emailAddresses.createEmailAddress({ userId: from('bob').id, emailAddress: 'bob@work.example', verified: false });
    holds(address.verification?.status !== 'verified', 'it is verified');
  });
  await check('email addresses: delete', async () => {
    equal((await emailAddresses.deleteEmailAddress(from('work').id)).deleted, true, 'deleted');
    equal((await users.getUser(from('ada').id)).emailAddresses.length, 1, 'the number');
  });
  await check('phone numbers: create', async () => {
    const phone = await phoneNumbers.createPhoneNumber({ userId: from('bob').id, phoneNumber: '+12025550144', verified: true, primary: true });
    equal(phone.phoneNumber, '+12025550144', 'the number');
    return phone;
  }, 'phone');
  await check('phone numbers: one of another form is refused', () =>
    refused(422, () => phoneNumbers.createPhoneNumber({ userId: from('bob').id, phoneNumber: '555' }), 'form_param_format_invalid'));
  await check('phone numbers: get', async () => equal((await phoneNumbers.getPhoneNumber(from('phone').id)).phoneNumber, '+12025550144', 'the number'));
  await check('phone numbers: reserve for a second factor', async () =>
    equal((await phoneNumbers.updatePhoneNumber(from('phone').id, { reservedForSecondFactor: true })).reservedForSecondFactor, true, 'reserved'));
  await check('phone numbers: delete', async () => equal((await phoneNumbers.deletePhoneNumber(from('phone').id)).deleted, true, 'deleted'));
}
