import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, type RunningServer } from '../../../test/http/listen.ts';
import { createServiceAccountIdentity } from './service-account-identity.ts';

const audience = 'https://api.example';
const jobs = { sub: '1001', email: 'jobs@p.iam.gserviceaccount.com', email_verified: true };

describe('an ID token that Google signed for a service account', () => {
  let server: RunningServer;
  let sign: (claims: JWTPayload, change?: { audience?: string; lifetime?: string }) => Promise<string>;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] });
    server = await listen((_request, response) => void response.end(keys));
    sign = (claims, change = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer('https://accounts.google.com')
        .setAudience(change.audience ?? audience)
        .setIssuedAt()
        .setExpirationTime(change.lifetime ?? '1h')
        .sign(privateKey);
  });
  afterAll(() => server.close());

  function issued<Token extends SignJWT | UnsecuredJWT>(token: Token): Token {
    token
      .setIssuer('https://accounts.google.com')
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('1h');
    return token;
  }
  async function signedByOwnKey(): Promise<string> {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const header = { alg: 'RS256', kid: 'own', jwk: await exportJWK(publicKey), jku: server.url };
    return issued(new SignJWT(jobs)).setProtectedHeader(header).sign(privateKey);
  }
  function signedBySharedSecret(): Promise<string> {
    const header = { alg: 'HS256', kid: 'one' };
    return issued(new SignJWT(jobs)).setProtectedHeader(header).sign(Buffer.alloc(32, 'secret'));
  }

  const authenticate = (token: string, organizationId: string | null = 'org-1', jwksUri = server.url) =>
    createServiceAccountIdentity({
      config: () => ({
        accounts: [{ account: jobs.email, organizationId, role: 'service' }],
        audience,
        issuers: ['https://accounts.google.com'],
        jwksUri,
      }),
      clock: Date.now,
    })(token, null);

  it('calls for the organization that the allow-list gives it', async () => {
    await expect(authenticate(await sign(jobs))).resolves.toEqual({
      userId: '1001',
      membership: { organizationId: 'org-1', role: 'service' },
      isOperator: false,
      backend: { type: 'serviceAccount', name: jobs.email, roleInAnyOrganization: null },
    });
  });

  it('belongs to no organization by itself when it may call for any', async () => {
    await expect(authenticate(await sign(jobs), null)).resolves.toMatchObject({
      membership: null,
      backend: { roleInAnyOrganization: 'service' },
    });
  });

  it.each([
    ['for another audience', 'id_token_invalid', () => sign(jobs, { audience: 'https://other.example' })],
    ['that has expired', 'id_token_expired', () => sign(jobs, { lifetime: '-1m' })],
    ['that was altered', 'id_token_invalid', async () => `${(await sign(jobs)).slice(0, -8)}AAAAAAAA`],
    ['that is not signed', 'id_token_invalid', async () => issued(new UnsecuredJWT(jobs)).encode()],
    ['that is signed by a shared secret', 'id_token_invalid', signedBySharedSecret],
    ['that is signed by a key in its own header', 'id_token_invalid', signedByOwnKey],
    ['of an unlisted account', 'service_account_unknown', () => sign({ ...jobs, email: 'x@example.com' })],
    ['of an unverified address', 'service_account_unknown', () => sign({ ...jobs, email_verified: false })],
  ])('is refused %s', async (_what, code, make) => {
    await expect(authenticate(await make())).rejects.toMatchObject({ code });
  });

  it('is not called invalid when Google’s keys cannot be fetched', async () => {
    const answer = authenticate(await sign(jobs), 'org-1', 'http://127.0.0.1:1/');
    await expect(answer).rejects.toMatchObject({ code: 'identity_unavailable' });
  });
});
