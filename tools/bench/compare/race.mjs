/**
 * How two ways of refreshing that people write by hand do in a race, on PostgreSQL and a strictly rotating authorization
 * server: `node race.mjs SUBJECT PROCESSES CALLERS EXPIRIES`, with `row-lock` or `authjs-guide`. See docs/compared.md for how
 * to run it. It needs the package `pg`, which this repository does not install: name its folder in PG_PACKAGE.
 */
import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { startAuthorizationServer, walkConsent } from '@klayim/local-oauth';

const { Pool } = createRequire(process.env['PG_PACKAGE'] ?? import.meta.url)('pg');
const client = { id: 'compare', secret: 'development-only', redirectUri: 'http://127.0.0.1:9/callback' };

async function askTokenEndpoint(endpoint, parameters) {
  const body = new URLSearchParams({ client_id: client.id, client_secret: client.secret, ...parameters });
  const response = await fetch(endpoint, { method: 'POST', body });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.error);
  }
  return answer;
}

const refresh = (endpoint, refreshToken) =>
  askTokenEndpoint(endpoint, { grant_type: 'refresh_token', refresh_token: refreshToken });
const read = 'SELECT access_token, refresh_token, expires_at FROM account WHERE id = $1';
const write = 'UPDATE account SET access_token = $2, refresh_token = $3, expires_at = $4 WHERE id = $1';
const valuesOf = (id, answer, { refresh_token: previous }) => [
  id,
  answer.access_token,
  answer.refresh_token ?? previous,
  Math.floor(Date.now() / 1000) + answer.expires_in,
];

/** Each caller gets a valid token of a connection, or throws. */
const subjects = {
  /** What https://authjs.dev/guides/refresh-token-rotation shows for a database: read, refresh when expired, write. */
  'authjs-guide': async (pool, endpoint, id) => {
    const { rows } = await pool.query(read, [id]);
    if (rows[0].expires_at * 1000 > Date.now()) {
      return rows[0].access_token;
    }
    const answer = await refresh(endpoint, rows[0].refresh_token);
    await pool.query(write, valuesOf(id, answer, rows[0]));
    return answer.access_token;
  },
  'row-lock': async (pool, endpoint, id) => {
    const connection = await pool.connect();
    try {
      await connection.query('BEGIN');
      const { rows } = await connection.query(`${read} FOR UPDATE`, [id]);
      if (rows[0].expires_at * 1000 > Date.now()) {
        await connection.query('COMMIT');
        return rows[0].access_token;
      }
      const answer = await refresh(endpoint, rows[0].refresh_token);
      await connection.query(write, valuesOf(id, answer, rows[0]));
      await connection.query('COMMIT');
      return answer.access_token;
    } catch (error) {
      await connection.query('ROLLBACK');
      throw error;
    } finally {
      connection.release();
    }
  },
};

async function work([subject, endpoint, callers]) {
  const pool = new Pool({ max: 10 });
  process.on('message', async (id) => {
    if (id === 'end') {
      return pool.end().then(() => process.disconnect());
    }
    const calls = Array.from({ length: Number(callers) }, () => subjects[subject](pool, endpoint, id));
    const outcomes = await Promise.allSettled(calls);
    process.send(outcomes.filter(({ status }) => status === 'fulfilled').length);
  });
  await pool.query('SELECT 1');
  process.send('ready');
}

async function authorize(server) {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: 'openid email',
    access_type: 'offline',
    prompt: 'consent',
    state: 'x',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const url = `${server.endpoints.authorization}?${query}`;
  const { callbackUrl } = await walkConsent(url, { account: 'ada@northwind.example' });
  return askTokenEndpoint(server.endpoints.token, {
    grant_type: 'authorization_code',
    code: new URL(callbackUrl).searchParams.get('code'),
    redirect_uri: client.redirectUri,
    code_verifier: verifier,
  });
}

async function main([subject, processes, callers, expiries]) {
  const server = await startAuthorizationServer({
    plays: 'google',
    clientId: client.id,
    clientSecret: client.secret,
    redirectUris: [client.redirectUri],
  });
  const endpoint = server.endpoints.token;
  const pool = new Pool();
  await pool.query(
    'CREATE TABLE IF NOT EXISTS account (id text PRIMARY KEY, access_token text, refresh_token text, expires_at bigint)',
  );
  const next = (worker) => new Promise((resolve) => worker.once('message', resolve));
  const workers = Array.from({ length: Number(processes) }, () =>
    fork(import.meta.filename, ['work', subject, endpoint, callers]),
  );
  await Promise.all(workers.map(next));
  const result = { subject, processes, callers, expiries, refreshes: 0, served: 0, lost: 0 };
  const countRefreshes = () =>
    server.control.tokenRequests().filter(({ grantType }) => grantType === 'refresh_token').length;
  for (let round = 0; round < Number(expiries); round += 1) {
    const id = randomBytes(8).toString('hex');
    const { access_token: accessToken, refresh_token: refreshToken } = await authorize(server);
    await pool.query('INSERT INTO account VALUES ($1, $2, $3, 0)', [id, accessToken, refreshToken]);
    const before = countRefreshes();
    const answers = workers.map(next);
    for (const worker of workers) {
      worker.send(id);
    }
    for (const served of await Promise.all(answers)) {
      result.served += served;
    }
    result.refreshes += countRefreshes() - before;
    const { rows } = await pool.query(read, [id]);
    // Whether what is stored still refreshes.
    await refresh(endpoint, rows[0].refresh_token).catch(() => (result.lost += 1));
  }
  for (const worker of workers) {
    worker.send('end');
  }
  await pool.query('DROP TABLE account');
  await pool.end();
  await server.stop();
  console.log(JSON.stringify(result));
}

const [first, ...rest] = process.argv.slice(2);
await (first === 'work' ? work(rest) : main([first, ...rest]));
