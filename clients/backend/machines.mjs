// What programs have: API keys, machines and their tokens, OAuth applications, JWT templates.
import { check, clerk, equal, from, holds, ids, refused } from './kit.mjs';

const { apiKeys, machines, m2m, oauthApplications: oauth, jwtTemplates: templates } = clerk;

const bearer = token => new Request('http://127.0.0.1:9/', { headers: { authorization: `Bearer ${token}` } });

export async function machineChecks() {
  await check('API keys: create', async () => {
    const key = await apiKeys.create({ name: 'deploy', subject: from('ada').id, scopes: ['read'], claims: { team: 'a' }, secondsUntilExpiration: 3600 });
    equal([key.name, key.subject, key.scopes, key.claims, key.revoked], ['deploy', from('ada').id, ['read'], { team: 'a' }, false], 'the key');
    holds(key.secret?.startsWith('ak_'), 'it has no secret');
    return key;
  }, 'apiKey');
  await check('API keys: get', async () => equal((await apiKeys.get(from('apiKey').id)).name, 'deploy', 'the name'));
  await check('API keys: list', async () => equal(ids(await apiKeys.list({ subject: from('ada').id })), [from('apiKey').id], 'the list'));
  await check('API keys: update', async () => {
    const key = await apiKeys.update({ apiKeyId: from('apiKey').id, subject: from('ada').id, scopes: ['read', 'write'], description: 'CI' });
    equal([key.scopes, key.description], [['read', 'write'], 'CI'], 'the key');
  });
  await check('API keys: the secret', async () => holds((await apiKeys.getSecret(from('apiKey').id)).secret.startsWith('ak_'), 'it is none'));
  await check('API keys: verify', async () => equal((await apiKeys.verify(from('apiKey').secret)).id, from('apiKey').id, 'the id'));
  await check('API keys: authenticateRequest', async () => {
    const state = await clerk.authenticateRequest(bearer(from('apiKey').secret), { acceptsToken: 'api_key' });
    const auth = state.toAuth();
    equal([state.isAuthenticated, auth.userId, auth.scopes], [true, from('ada').id, ['read', 'write']], 'the state');
  });
  await check('API keys: revoke', async () => equal((await apiKeys.revoke({ apiKeyId: from('apiKey').id, revocationReason: 'over' })).revoked, true, 'revoked'));
  await check('API keys: verify tells that one was revoked', async () => equal((await apiKeys.verify(from('apiKey').secret)).revoked, true, 'revoked'));
  await check('API keys: one that is made up does not pass', async () => {
    from('apiKey');
    const state = await clerk.authenticateRequest(bearer('ak_made_up'), { acceptsToken: 'api_key' });
    equal(state.isAuthenticated, false, 'isAuthenticated');
  });
  await check('API keys: one that is unknown is not found', () => refused(404, () => apiKeys.get('ak_none')));
  await check('API keys: delete', async () => equal((await apiKeys.delete(from('apiKey').id)).deleted, true, 'deleted'));

  await check('machines: create', async () => {
    const machine = await machines.create({ name: 'worker', defaultTokenTtl: 120 });
    equal([machine.name, machine.defaultTokenTtl], ['worker', 120], 'the machine');
    return machine;
  }, 'worker');
  await check('machines: create one that may talk to another', async () => {
    const machine = await machines.create({ name: 'api', scopedMachines: [from('worker').id] });
    equal(machine.scopedMachines.map(m => m.id), [from('worker').id], 'the scoped machines');
    return machine;
  }, 'api');
  await check('machines: get', async () => equal((await machines.get(from('worker').id)).name, 'worker', 'the name'));
  await check('machines: list', async () => equal((await machines.list({ orderBy: '+name' })).data.map(m => m.name), ['api', 'worker'], 'the list'));
  await check('machines: update', async () => equal((await machines.update({ machineId: from('worker').id, name: 'worker-1' })).name, 'worker-1', 'the name'));
  await check('machines: the secret key', async () => {
    const { secret } = await machines.getSecretKey(from('worker').id);
    holds(secret.startsWith('ak_'), 'it is none');
    return secret;
  }, 'workerSecret');
  await check('machines: the secret key of the other', async () => (await machines.getSecretKey(from('api').id)).secret, 'apiSecret');
  await check('machines: scope', async () => equal((await machines.createScope(from('worker').id, from('api').id)).toMachineId, from('api').id, 'to'));
  await check('M2M tokens: create', async () => {
    const token = await m2m.createToken({ machineSecretKey: from('workerSecret'), secondsUntilExpiration: 60, claims: { job: 1 } });
    equal([token.subject, token.revoked, token.claims], [from('worker').id, false, { job: 1 }], 'the token');
    holds(token.token.startsWith('mt_'), 'it has no token');
    return token;
  }, 'm2mToken');
  await check('M2M tokens: create a JWT', async () => {
    const token = await m2m.createToken({ machineSecretKey: from('workerSecret'), tokenFormat: 'jwt' });
    equal(token.token.split('.').length, 3, 'the parts');
    return token;
  }, 'm2mJWT');
  await check('M2M tokens: verify', async () => equal((await m2m.verify({ machineSecretKey: from('apiSecret'), token: from('m2mToken').token })).id, from('m2mToken').id, 'the id'));
  await check('M2M tokens: verify a JWT', async () => equal((await m2m.verify({ machineSecretKey: from('apiSecret'), token: from('m2mJWT').token })).subject, from('worker').id, 'the subject'));
  await check('M2M tokens: authenticateRequest', async () => {
    const state = await clerk.authenticateRequest(bearer(from('m2mToken').token), { acceptsToken: 'm2m_token', machineSecretKey: from('apiSecret') });
    equal([state.isAuthenticated, state.toAuth().machineId], [true, from('worker').id], 'the state');
  });
  await check('M2M tokens: list', async () => holds(ids(await m2m.list({ machineSecretKey: from('workerSecret'), subject: from('worker').id })).includes(from('m2mToken').id), 'it is not listed'));
  await check('M2M tokens: revoke', async () =>
    equal((await m2m.revokeToken({ machineSecretKey: from('workerSecret'), m2mTokenId: from('m2mToken').id })).revoked, true, 'revoked'));
  await check('machines: no scope any more', async () => equal((await machines.deleteScope(from('worker').id, from('api').id)).deleted, true, 'deleted'));
  await check('machines: rotate the secret key', async () =>
    holds((await machines.rotateSecretKey({ machineId: from('worker').id, previousTokenTtl: 0 })).secret !== from('workerSecret'), 'it is the old one'));
  await check('machines: delete', async () => equal((await machines.delete(from('api').id)).id, from('api').id, 'the id'));

  await check('OAuth applications: create', async () => {
    const app = await oauth.create({ name: 'Partner', redirectUris: ['https://partner.example/callback'], scopes: 'profile email', public: false });
    equal([app.name, app.redirectUris, app.isPublic], ['Partner', ['https://partner.example/callback'], false], 'the application');
    holds(app.clientId && app.clientSecret, 'it has no client id or secret');
    return app;
  }, 'oauthApp');
  await check('OAuth applications: get', async () => equal((await oauth.get(from('oauthApp').id)).name, 'Partner', 'the name'));
  await check('OAuth applications: list', async () => equal(ids(await oauth.list()), [from('oauthApp').id], 'the list'));
  await check('OAuth applications: update', async () => equal((await oauth.update({ oauthApplicationId: from('oauthApp').id, name: 'Partner 2' })).name, 'Partner 2', 'the name'));
  await check('OAuth applications: rotate the secret', async () =>
    holds((await oauth.rotateSecret(from('oauthApp').id)).clientSecret !== from('oauthApp').clientSecret, 'it is the old one'));
  await check('OAuth tokens: one that is unknown does not pass', async () => {
    from('oauthApp');
    const state = await clerk.authenticateRequest(bearer('oat_unknown'), { acceptsToken: 'oauth_token' });
    equal(state.isAuthenticated, false, 'isAuthenticated');
  });
  await check('OAuth applications: delete', async () => equal((await oauth.delete(from('oauthApp').id)).deleted, true, 'deleted'));

  await check('JWT templates: create', () => templates.create({ name: 'db', claims: { role: 'authenticated' }, lifetime: 120 }), 'template');
  await check('JWT templates: get', async () => equal((await templates.get(from('template').id)).lifetime, 120, 'the lifetime'));
  await check('JWT templates: list', async () => equal(ids(await templates.list()), [from('template').id], 'the list'));
  await check('JWT templates: update', async () =>
    equal((await templates.update({ templateId: from('template').id, name: 'db', claims: { role: 'anon' } })).claims, { role: 'anon' }, 'the claims'));
  await check('JWT templates: a token of one', async () => {
    const { jwt } = await clerk.sessions.getToken(from('bobsSession').id, 'db');
    equal(JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url')).role, 'anon', 'role');
  });
  await check('JWT templates: delete', async () => equal((await templates.delete(from('template').id)).deleted, true, 'deleted'));
}
