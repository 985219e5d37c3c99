import { openAccountTable, read, refresh, write } from './account-table.mjs';

/** What https://authjs.dev/guides/refresh-token-rotation shows for a database: read, refresh when expired, write. */
export async function openSubject() {
  const { pool, ...table } = openAccountTable();
  return {
    ...table,
    async getToken({ id }) {
      const { rows } = await pool.query(read, [id]);
      if (rows[0].expires_at * 1000 > Date.now()) {
        return rows[0].access_token;
      }
      const values = await refresh(id, rows[0]);
      await pool.query(write, values);
      return values[1];
    },
  };
}
