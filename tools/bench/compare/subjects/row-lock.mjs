import { openAccountTable, read, refresh, write } from './account-table.mjs';

/** The row is locked while the provider is asked, by a transaction that holds a connection to the database. */
export async function openSubject() {
  const { pool, ...table } = openAccountTable();

  async function getTokenWith(connection, id) {
    await connection.query('BEGIN');
    const { rows } = await connection.query(`${read} FOR UPDATE`, [id]);
    if (rows[0].expires_at * 1000 > Date.now()) {
      await connection.query('COMMIT');
      return rows[0].access_token;
    }
    const values = await refresh(id, rows[0]);
    await connection.query(write, values);
    await connection.query('COMMIT');
    return values[1];
  }

  return {
    ...table,
    async getToken({ id }) {
      const connection = await pool.connect();
      try {
        return await getTokenWith(connection, id);
      } catch (error) {
        await connection.query('ROLLBACK');
        throw error;
      } finally {
        connection.release();
      }
    },
  };
}
