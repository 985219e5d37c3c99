import { randomBytes } from 'node:crypto';
import { requirePackage } from './packages.mjs';

const { Client } = requirePackage('pg');

/** Creates a database for one run, at the PostgreSQL that PGHOST and so on name. */
export async function createDatabase() {
  const name = `compare_${randomBytes(4).toString('hex')}`;
  await execute(`CREATE DATABASE ${name}`);
  return { name, drop: () => execute(`DROP DATABASE ${name} WITH (FORCE)`) };
}

async function execute(statement) {
  const administrator = new Client({ database: 'postgres' });
  await administrator.connect();
  await administrator.query(statement);
  await administrator.end();
}
