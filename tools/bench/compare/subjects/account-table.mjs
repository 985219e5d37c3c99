import { randomUUID } from 'node:crypto';
import { requirePackage } from '../surroundings/packages.mjs';
import { askTokenEndpoint, authorize } from '../surroundings/provider.mjs';

const { Pool } = requirePackage('pg');
const tokenEndpoint = process.env['GOOGLE_TOKEN_ENDPOINT'];
const authorizationEndpoint = process.env['GOOGLE_AUTHORIZATION_ENDPOINT'];

export const read = 'SELECT access_token, refresh_token, expires_at FROM account WHERE id = $1';
export const write =
  'UPDATE account SET access_token = $2, refresh_token = $3, expires_at = $4 WHERE id = $1';

/** Asks the provider for the next tokens, and gives the values of {@link write}. */
export async function refresh(id, { refresh_token: previous }) {
  const answer = await askTokenEndpoint(tokenEndpoint, {
    grant_type: 'refresh_token',
    refresh_token: previous,
  });
  const expiresAt = Math.floor(Date.now() / 1000) + answer.expires_in;
  return [id, answer.access_token, answer.refresh_token ?? previous, expiresAt];
}

/** The table that both ways by hand work on, in the columns of Auth.js; a disconnect deletes the row. */
export function openAccountTable() {
  // The size of a pool that the package takes when nobody names one.
  const pool = new Pool({ max: 10 });
  return {
    pool,
    prepare: () =>
      pool.query(
        'CREATE TABLE account (id text PRIMARY KEY, access_token text, refresh_token text, expires_at bigint)',
      ),
    async connect(email) {
      const id = randomUUID();
      const answer = await authorize({ authorizationEndpoint, tokenEndpoint }, email);
      const values = [id, answer.access_token, answer.refresh_token, 0];
      await pool.query('INSERT INTO account VALUES ($1, $2, $3, $4)', values);
      return { id };
    },
    endToken: ({ id }, atMs) =>
      pool.query('UPDATE account SET expires_at = $2 WHERE id = $1', [id, Math.floor(atMs / 1000)]),
    disconnect: ({ id }) => pool.query('DELETE FROM account WHERE id = $1', [id]),
    async readStored({ id }) {
      const { rows } = await pool.query('SELECT access_token, refresh_token FROM account WHERE id = $1', [
        id,
      ]);
      return rows[0] ?? null;
    },
    moveCredentials: ({ id: from }, { id: to }) =>
      pool.query(
        'UPDATE account SET access_token = o.access_token, refresh_token = o.refresh_token FROM account o WHERE account.id = $2 AND o.id = $1',
        [from, to],
      ),
    plantToken: ({ id }, token) =>
      pool.query('UPDATE account SET access_token = $2 WHERE id = $1', [id, token]),
  };
}
