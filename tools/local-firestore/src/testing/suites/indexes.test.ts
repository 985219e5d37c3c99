import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startLocalFirestore } from '../../server/local-firestore.ts';
import { startClient } from '../client-process.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';

it(
  'refuses queries and listeners without an index until the file has it',
  async () => {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'local-firestore-'));
    stack.defer(() => rm(folder, { recursive: true }));
    const indexesFile = join(folder, 'firestore.indexes.json');
    await writeFile(indexesFile, '{}');
    const server = await startLocalFirestore({ indexesFile });
    stack.defer(() => server.stop());
    const client = await startClient(server.host, randomProjectId());
    stack.defer(() => client.kill());
    await client.run('seedCities');

    const refused = await client.run('unindexedQueries');
    const needed = {
      collectionGroup: 'cities',
      queryScope: 'COLLECTION',
      fields: [
        { fieldPath: 'country', order: 'ASCENDING' },
        { fieldPath: 'size', order: 'DESCENDING' },
      ],
    };
    for (const message of Object.values(refused)) {
      expect(message).toMatch(/9( FAILED_PRECONDITION)?: The query requires an index\./);
      expect(message).toContain(JSON.stringify(needed));
    }

    await writeFile(indexesFile, JSON.stringify({ indexes: [needed] }));
    expect(await client.run('unindexedQueries')).toEqual({
      query: 'answered',
      count: 'answered',
      listener: 'answered',
    });
  },
  processTimeoutMs,
);

it('does not start with a file that could not be deployed', async () => {
  const indexesFile = join(import.meta.dirname, 'no-such-file.json');
  await expect(startLocalFirestore({ indexesFile })).rejects.toMatchObject({ code: 'indexes_invalid' });
});
