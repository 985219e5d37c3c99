import { walkConsent } from '@klayim/local-oauth';
import { requirePackage } from '../surroundings/packages.mjs';
import { clientOrigin } from '../surroundings/provider.mjs';

const { Pool } = requirePackage('pg');
const { betterAuth } = requirePackage('better-auth');
const { genericOAuth } = requirePackage('better-auth/plugins');
const { getMigrations } = requirePackage('better-auth/db/migration');
const providerId = 'local';

/**
 * better-auth with its generic OAuth plugin, on PostgreSQL: people sign in through its own routes, and backend code calls
 * `auth.api.getAccessToken`. With the variant `encrypted`, `encryptOAuthTokens` is on.
 */
export async function openSubject({ variant }) {
  const pool = new Pool({ max: 10 });
  const options = {
    database: pool,
    baseURL: clientOrigin,
    secret: process.env['COMPARE_SECRET'],
    account: {
      encryptOAuthTokens: variant === 'encrypted',
      accountLinking: { allowUnlinkingAll: true },
    },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId,
            clientId: process.env['GOOGLE_CLIENT_ID'],
            clientSecret: process.env['GOOGLE_CLIENT_SECRET'],
            discoveryUrl: process.env['COMPARE_DISCOVERY'],
            tokenUrl: process.env['GOOGLE_TOKEN_ENDPOINT'],
            scopes: ['openid', 'email', 'profile'],
            pkce: true,
            accessType: 'offline',
            prompt: 'consent',
          },
        ],
      }),
    ],
  };
  const auth = betterAuth(options);

  async function post(path, body, cookie = '') {
    const headers = { 'content-type': 'application/json', origin: clientOrigin, cookie };
    const request = new Request(`${clientOrigin}/api/auth${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const response = await auth.handler(request);
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    }
    return response;
  }

  async function signIn(email) {
    const begun = await post('/sign-in/social', { provider: providerId, callbackURL: '/' });
    const { url } = await begun.json();
    const { callbackUrl } = await walkConsent(url, { account: email });
    const request = new Request(callbackUrl, { headers: { cookie: cookiesOf(begun) } });
    const done = await auth.handler(request);
    if (!cookiesOf(done).includes('session_token')) {
      throw new Error(`The sign-in led to ${done.status} ${done.headers.get('location')}.`);
    }
    return cookiesOf(done);
  }

  return {
    async prepare() {
      const { runMigrations } = await getMigrations(options);
      await runMigrations();
    },
    async connect(email) {
      const cookie = await signIn(email);
      const { rows } = await pool.query(
        'SELECT a.id, a."userId" FROM account a JOIN "user" u ON u.id = a."userId" WHERE u.email = $1',
        [email],
      );
      return { ...rows[0], cookie };
    },
    endToken: ({ id }, atMs) =>
      pool.query('UPDATE account SET "accessTokenExpiresAt" = $2 WHERE id = $1', [id, new Date(atMs)]),
    async getToken({ id, userId }) {
      const { accessToken } = await auth.api.getAccessToken({ body: { accountId: id, userId } });
      return accessToken;
    },
    disconnect: ({ id, cookie }) => post('/unlink-account', { accountId: id }, cookie),
    async readStored({ id }) {
      const { rows } = await pool.query(
        'SELECT "accessToken", "refreshToken", "idToken" FROM account WHERE id = $1',
        [id],
      );
      return rows[0] ?? null;
    },
    moveCredentials: ({ id: from }, { id: to }) =>
      pool.query(
        'UPDATE account SET "accessToken" = o."accessToken", "refreshToken" = o."refreshToken" FROM account o WHERE account.id = $2 AND o.id = $1',
        [from, to],
      ),
    plantToken: ({ id }, token) =>
      pool.query('UPDATE account SET "accessToken" = $2 WHERE id = $1', [id, token]),
  };
}

function cookiesOf(response) {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
