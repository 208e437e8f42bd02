// What belongs to the instance: who may sign up, domains, and where redirects may lead.
import { check, clerk, equal, from, holds, ids, refused } from './kit.mjs';

const { allowlistIdentifiers: allow, blocklistIdentifiers: block, domains, redirectUrls } = clerk;

export async function instanceChecks() {
  await check('allowlist: create', async () => {
    const entry = await allow.createAllowlistIdentifier({ identifier: 'friend@example.com', notify: false });
    equal(entry.identifier, 'friend@example.com', 'the identifier');
    return entry;
  }, 'allowed');
  await check('allowlist: one that is there is refused', () => {
    from('allowed');
    return refused(400, () => allow.createAllowlistIdentifier({ identifier: 'friend@example.com', notify: false }));
  });
  await check('allowlist: list', async () => equal(ids(await allow.getAllowlistIdentifierList()), [from('allowed').id], 'the list'));
  await check('allowlist: delete', async () => equal((await allow.deleteAllowlistIdentifier(from('allowed').id)).deleted, true, 'deleted'));
  await check('blocklist: create', () => block.createBlocklistIdentifier({ identifier: '*@spam.example' }), 'blockedOne');
  await check('blocklist: list', async () => equal(ids(await block.getBlocklistIdentifierList()), [from('blockedOne').id], 'the list'));
  await check('blocklist: delete', async () => equal((await block.deleteBlocklistIdentifier(from('blockedOne').id)).deleted, true, 'deleted'));

  await check('domains: list', async () => holds((await domains.list()).totalCount >= 1, 'there is none'));
  await check('domains: add', async () => {
    const domain = await domains.add({ name: 'satellite.example', is_satellite: true });
    equal([domain.name, domain.isSatellite], ['satellite.example', true], 'the domain');
    return domain;
  }, 'domain');
  await check('domains: update', async () => equal((await domains.update({ domainId: from('domain').id, name: 'other.example' })).name, 'other.example', 'the name'));
  await check('domains: delete', async () => equal((await domains.delete(from('domain').id)).deleted, true, 'deleted'));

  await check('redirect URLs: create', async () => {
    const url = await redirectUrls.createRedirectUrl({ url: 'myapp://oauth' });
    equal(url.url, 'myapp://oauth', 'the URL');
    return url;
  }, 'redirect');
  await check('redirect URLs: get', async () => equal((await redirectUrls.getRedirectUrl(from('redirect').id)).url, 'myapp://oauth', 'the URL'));
  await check('redirect URLs: list', async () => equal(ids(await redirectUrls.getRedirectUrlList()), [from('redirect').id], 'the list'));
  await check('redirect URLs: delete', async () => equal((await redirectUrls.deleteRedirectUrl(from('redirect').id)).id, from('redirect').id, 'the id'));

  await check('instance: get', async () => holds((await clerk.instance.get()).id.startsWith('ins_'), 'it has no id'));
  await check('instance: update', () => clerk.instance.update({ testMode: true }));
  await check('instance: restrictions', async () => equal((await clerk.instance.updateRestrictions({ allowlist: false })).allowlist, false, 'the allowlist'));
  await check('instance: organization settings', async () =>
    equal((await clerk.instance.updateOrganizationSettings({ maxAllowedMemberships: 7 })).maxAllowedMemberships, 7, 'the memberships'));

  await check('waitlist: create', () => clerk.waitlistEntries.create({ emailAddress: 'wait@example.com' }), 'waiting');
  await check('waitlist: list', async () => equal(ids(await clerk.waitlistEntries.list()), [from('waiting').id], 'the list'));
  await check('waitlist: delete', async () => equal((await clerk.waitlistEntries.delete(from('waiting').id)).deleted, true, 'deleted'));
}
