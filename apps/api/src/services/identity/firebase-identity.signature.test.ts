import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Agent } from 'node:https';
import { connect } from 'node:net';
import { type App, deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, type RunningServer } from '../../../test/http/listen.ts';
import { createFirebaseIdentity } from './firebase-identity.ts';
import type { Identity } from './identity.ts';

const projectId = 'signatures';
const claims = { organizationId: 'org-1', role: 'owner' };

/** The Admin SDK as in production: Google's hosts are a server on loopback, and signatures are checked. */
describe('the signature of a Firebase ID token', () => {
  const google = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicPem = google.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  let server: RunningServer;
  let app: App;
  let identity: Identity;

  beforeAll(async () => {
    server = await listen((request, response) => {
      const users = [{ localId: 'ada', validSince: '0', customAttributes: JSON.stringify(claims) }];
      const body = request.url?.includes('accounts:lookup') ? { users } : { one: publicPem };
      response.setHeader('Cache-Control', 'public, max-age=20000');
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(body));
    });
    const httpAgent = new Agent();
    const port = Number(new URL(server.url).port);
    Object.assign(httpAgent, { createConnection: () => connect(port, '127.0.0.1') });
    const credential = {
      getAccessToken: () => Promise.resolve({ access_token: 'loopback', expires_in: 3_600 }),
    };
    app = initializeApp({ projectId, credential, httpAgent }, projectId);
    identity = createFirebaseIdentity({ auth: () => getAuth(app), clock: Date.now });
  });
  afterAll(async () => {
    await deleteApp(app);
    await server.close();
  });

  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  function unsigned(change: object, header: object): string {
    const now = Math.floor(Date.now() / 1_000);
    const times = { auth_time: now - 60, iat: now - 60, exp: now + 3_600 };
    const issuer = { iss: `https://securetoken.google.com/${projectId}`, aud: projectId, sub: 'ada' };
    return `${encode({ alg: 'RS256', kid: 'one', typ: 'JWT', ...header })}.${encode({
      ...issuer,
      ...times,
      ...claims,
      ...change,
    })}`;
  }
  function signed(change: object = {}, key: KeyObject = google.privateKey, header: object = {}): string {
    const text = unsigned(change, header);
    return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
  }
  function signedWithPublicKey(): string {
    const text = unsigned({}, { alg: 'HS256' });
    return `${text}.${createHmac('sha256', publicPem).update(text).digest('base64url')}`;
  }
  function altered(): string {
    const [header, , signature] = signed().split('.');
    const [, payload] = signed({ role: 'service' }).split('.');
    return [header, payload, signature].join('.');
  }

  it('is believed when it is Google’s', async () => {
    await expect(identity.authenticate(signed(), null)).resolves.toMatchObject({
      userId: 'ada',
      membership: claims,
    });
  });

  it.each([
    ['by another key', 'id_token_invalid', () => signed({}, stranger.privateKey)],
    ['by a key in its own header', 'id_token_invalid', () => signedByOwnHeader()],
    ['by none', 'id_token_invalid', () => `${unsigned({}, { alg: 'none' })}.`],
    ['by the public key as a shared secret', 'id_token_invalid', signedWithPublicKey],
    ['of other claims', 'id_token_invalid', altered],
    ['for another project', 'id_token_invalid', () => signed({ aud: 'other' })],
    ['by another issuer', 'id_token_invalid', () => signed({ iss: 'https://securetoken.google.com/other' })],
    [
      'of an hour that is over',
      'id_token_expired',
      () => signed({ exp: Math.floor(Date.now() / 1_000) - 1 }),
    ],
  ])('is refused when it is %s', async (_what, code, make) => {
    await expect(identity.authenticate(make(), null)).rejects.toMatchObject({ code });
  });

  function signedByOwnHeader(): string {
    const header = { kid: 'own', jwk: stranger.publicKey.export({ format: 'jwk' }), jku: server.url };
    return signed({}, stranger.privateKey, header);
  }
});
