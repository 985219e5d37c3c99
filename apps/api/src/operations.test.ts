import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { collections } from './repositories/collections.ts';

const source = import.meta.dirname;
const documentation = join(source, '../../../docs/operations.md');

describe('the log queries in docs/operations.md', () => {
  let queries: { messages: string[]; fields: string[] };
  let code = '';

  beforeAll(async () => {
    const text = await readFile(documentation, 'utf8');
    queries = {
      messages: [...text.matchAll(/jsonPayload\.message="([^"]+)"/g)].map(([, message]) => message ?? ''),
      fields: [...text.matchAll(/jsonPayload\.(\w+)/g)].map(([, field]) => field ?? ''),
    };
    const files = (await readdir(source, { recursive: true })).filter((name) =>
      /(?<!\.test)\.ts$/.test(name),
    );
    code = (await Promise.all(files.map((name) => readFile(join(source, name), 'utf8')))).join('\n');
  });

  it('ask for messages that the code logs', () => {
    expect(queries.messages.length).toBeGreaterThan(7);
    for (const message of queries.messages) {
      const quoted = [`'${message}'`, `"${message}"`, `\`${message}\``];
      expect(
        quoted.some((literal) => code.includes(literal)),
        message,
      ).toBe(true);
    }
  });

  it('ask for fields that the code logs', () => {
    for (const field of new Set(queries.fields)) {
      expect(code, field).toMatch(new RegExp(`\\b${field}\\b`));
    }
  });
});

it('docs/operations.md says how long the documents of every collection are kept', async () => {
  const text = await readFile(documentation, 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm)].map(([, name, retention]) => [
    name,
    retention,
  ]);
  expect(rows).toEqual(Object.values(collections).map(({ name, retention }) => [name, retention]));
});
