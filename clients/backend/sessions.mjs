// Sessions, tokens, keys, and what becomes of requests.
import { verifyToken } from '@clerk/backend';
import { apiUrl, check, clerk, equal, from, holds, ids, publishableKey, refused, secretKey } from './kit.mjs';

const { sessions } = clerk;

/** ask returns a request with a token. */
const ask = token => new Request('http://127.0.0.1:9/me', { headers: token ? { authorization: `Bearer ${token}` } : {} });

/** mint has usher dev make a token, as `usher token` does. */
async function mint(wish) {
  const answer = await fetch(`${apiUrl}/usher/token`, {
    method: 'POST', headers: { authorization: `Bearer ${secretKey}` }, body: JSON.stringify(wish),
  });
  const body = await answer.json();
  holds(answer.ok, body.message);
  return body.token;
}

export async function sessionChecks() {
  await check('tokens: one of usher dev', () => mint({ user: from('ada').id, org: 'acme', claims: { plan: 'pro' } }), 'token');
  await check('sessions: get', async () => {
    const { sid } = await verifyToken(from('token'), { secretKey, apiUrl });
    const session = await sessions.getSession(sid);
    equal([session.userId, session.status], [from('ada').id, 'active'], 'the session');
    return session;
  }, 'session');
  await check('sessions: one that is unknown is not found', () => refused(404, () => sessions.getSession('sess_none')));
  await check('sessions: make a token', async () => {
    const { jwt } = await sessions.getToken(from('session').id);
    equal((await verifyToken(jwt, { secretKey, apiUrl })).sid, from('session').id, 'sid');
  });
  await check('sessions: make a token that lives longer', async () => {
    const { jwt } = await sessions.getToken(from('session').id, undefined, 300);
    const claims = await verifyToken(jwt, { secretKey, apiUrl });
    equal(claims.exp - claims.iat, 300, 'the lifetime');
  });
  await check('sessions: list by user', async () => holds(ids(await sessions.getSessionList({ userId: from('ada').id })).includes(from('session').id), 'it is not listed'));
  await check('sessions: list by status', async () => equal((await sessions.getSessionList({ userId: from('ada').id, status: 'revoked' })).totalCount, 0, 'the count'));
  await check('sessions: create', async () => {
    const session = await sessions.createSession({ userId: from('bob').id });
    equal([session.userId, session.status], [from('bob').id, 'active'], 'the session');
    return session;
  }, 'bobsSession');
  await check('sessions: a token of one that was created', async () => {
    const { jwt } = await sessions.getToken(from('bobsSession').id);
    equal((await verifyToken(jwt, { secretKey, apiUrl })).sub, from('bob').id, 'sub');
  });
  await check('sessions: revoke', async () => equal((await sessions.revokeSession(from('session').id)).status, 'revoked', 'the status'));
  await check('sessions: no token of one that was revoked', () => refused(404, () => sessions.getToken(from('session').id)));
  await check('clients: get', async () => equal((await clerk.clients.getClient(from('session').clientId)).id, from('session').clientId, 'the id'));
  await check('clients: one that is unknown is not found', () => refused(404, () => clerk.clients.getClient('client_none')));

  await check('JWKS: get', async () => {
    const { keys } = await clerk.jwks.getJwks();
    equal([keys.length, keys[0].kty, keys[0].alg], [1, 'RSA', 'RS256'], 'the keys');
    return keys;
  }, 'keys');
  await check('tokens: verified', async () => {
    const claims = await verifyToken(from('token'), { secretKey, apiUrl });
    equal([claims.sub, claims.plan, claims.o?.slg, claims.o?.rol], [from('ada').id, 'pro', 'acme', 'admin'], 'the claims');
  });
  await check('tokens: one that was changed is refused', async () => {
    const [header, , signature] = from('token').split('.');
    const forged = [header, Buffer.from('{"sub":"user_eve"}').toString('base64url'), signature].join('.');
    const got = await verifyToken(forged, { secretKey, apiUrl }).then(() => 'good', error => error.reason);
    equal(got, 'token-invalid-signature', 'the reason');
  });
  await check('tokens: one that has expired is refused', async () => {
    const old = await mint({ user: from('ada').id, seconds: -60 });
    equal(await verifyToken(old, { secretKey, apiUrl }).then(() => 'good', error => error.reason), 'token-expired', 'the reason');
    return old;
  }, 'expired');
  await check('tokens: of another party are refused', async () => {
    const other = await mint({ user: from('ada').id, party: 'https://other.example' });
    const got = await verifyToken(other, { secretKey, apiUrl, authorizedParties: ['https://app.example'] }).then(() => 'good', error => error.reason);
    equal(got, 'token-invalid-authorized-parties', 'the reason');
  });

  await check('authenticateRequest: signed in', async () => {
    const state = await clerk.authenticateRequest(ask(from('token')));
    equal([state.status, state.toAuth()?.userId, state.toAuth()?.orgSlug], ['signed-in', from('ada').id, 'acme'], 'the state');
  });
  await check('authenticateRequest: by role', async () => {
    const state = await clerk.authenticateRequest(ask(from('token')));
    equal([state.toAuth().has({ role: 'org:admin' }), state.toAuth().has({ role: 'org:none' })], [true, false], 'has');
  });
  await check('authenticateRequest: a token of a role and its permissions', async () => {
    const token = await mint({ user: from('ada').id, org: 'acme', role: 'org:clerk', permissions: ['org:invoices:read'] });
    const auth = (await clerk.authenticateRequest(ask(token))).toAuth();
    equal([auth.orgRole, auth.has({ permission: 'org:invoices:read' }), auth.has({ permission: 'org:invoices:pay' })], ['org:clerk', true, false], 'has');
  });
  await check('authenticateRequest: getToken asks the emulator', async () => {
    const token = await mint({ user: from('ada').id });
    const auth = (await clerk.authenticateRequest(ask(token))).toAuth();
    equal((await verifyToken(await auth.getToken(), { secretKey, apiUrl })).sid, auth.sessionId, 'sid');
  });
  await check('authenticateRequest: signed out', async () => {
    const state = await clerk.authenticateRequest(ask());
    equal([state.status === 'signed-in', state.toAuth()?.userId ?? null], [false, null], 'the state');
  });
  await check('authenticateRequest: expired', async () => {
    const state = await clerk.authenticateRequest(ask(from('expired')));
    equal([state.status, state.reason.startsWith('session-token-expired')], ['signed-out', true], `the state (${state.reason})`);
  });
  await check('authenticateRequest: a page is sent for a handshake', async () => {
    const page = new Request('http://127.0.0.1:9/', { headers: { 'sec-fetch-dest': 'document', accept: 'text/html' } });
    const state = await clerk.authenticateRequest(page, { publishableKey });
    equal(state.status, 'handshake', 'the status');
    holds(state.headers.get('location').startsWith('http'), 'it leads nowhere');
  });
  await check('authenticateRequest: by the PEM, without a network', async () => {
    const { createPublicKey } = await import('node:crypto');
    const jwtKey = createPublicKey({ key: from('keys')[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const state = await clerk.authenticateRequest(ask(from('token')), { jwtKey });
    equal(state.status, 'signed-in', 'the status');
  });

  await check('sign-in tokens: create', async () => {
    const token = await clerk.signInTokens.createSignInToken({ userId: from('ada').id, expiresInSeconds: 60 });
    equal([token.userId, token.status], [from('ada').id, 'pending'], 'the token');
    holds(token.token && token.url, 'it has no token or url');
    return token;
  }, 'signInToken');
  await check('sign-in tokens: revoke', async () => equal((await clerk.signInTokens.revokeSignInToken(from('signInToken').id)).status, 'revoked', 'the status'));
  await check('sign-in tokens: of nobody are refused', () => refused(404, () => clerk.signInTokens.createSignInToken({ userId: 'user_nobody', expiresInSeconds: 60 })));
  await check('actor tokens: create', () => clerk.actorTokens.create({ userId: from('ada').id, actor: { sub: from('bob').id }, expiresInSeconds: 60 }), 'actorToken');
  await check('actor tokens: revoke', async () => equal((await clerk.actorTokens.revoke(from('actorToken').id)).status, 'revoked', 'the status'));
  await check('testing tokens: create', async () => holds((await clerk.testingTokens.createTestingToken()).token, 'it is empty'));
}
