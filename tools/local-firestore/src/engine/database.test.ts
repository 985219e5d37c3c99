import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import type { Write } from '../model/messages.ts';
import { type ChangeSink, type Database, type DocumentChange, openDatabase } from './database.ts';
import { createServerClock } from './server-clock.ts';

const name = { projectId: 'demo-database', databaseId: '(default)' };
const root = 'projects/demo-database/databases/(default)/documents';
const oneMinuteMs = 60_000;

/** A database whose clock stands still until the test moves it. */
async function open(onChange: ChangeSink = () => undefined, startMillis = Date.now()) {
  const time = { millis: startMillis };
  const database = await openDatabase(
    name,
    createServerClock(() => time.millis),
    onChange,
  );
  return { database, time };
}

async function begin({ bridge }: Database): Promise<Uint8Array> {
  const [{ transaction }] = await bridge.client.beginTransaction({ options: { readWrite: {} } });
  return transaction instanceof Uint8Array ? transaction : expect.unreachable();
}

function setValue(path: string, value: number): Write {
  return { update: { name: `${root}/${path}`, fields: { value: { integerValue: String(value) } } } };
}

describe('a transaction', () => {
  it('notices a write in the same millisecond as its read', async () => {
    const { database } = await open();
    await database.commit({ writes: [setValue('a/b', 1)] });
    const transaction = await begin(database);
    const reading = { documents: [`${root}/a/b`], transaction };
    await database.bridge.client.batchGetDocuments(reading).toArray();
    await database.commit({ writes: [setValue('a/b', 2)] });
    await expect(database.commit({ transaction, writes: [setValue('a/b', 3)] })).rejects.toMatchObject({
      code: status.ABORTED,
    });
  });

  it('is forgotten after a minute without a word from its client', async () => {
    const { database } = await open(undefined, Date.now() - oneMinuteMs - 1);
    const transaction = await begin(database);
    database.sweep();
    await expect(database.commit({ transaction, writes: [] })).rejects.toThrow('Unknown transaction');
  });
});

it('keeps old versions of a document for a minute only', async () => {
  const { database, time } = await open();
  for (let value = 0; value < 300; value += 1) {
    time.millis += 1000;
    await database.commit({ writes: [setValue('a/hot', value)] });
  }
  const versions = database.bridge.accessor._src.docs.get('a/hot')?._history.length ?? 0;
  expect(versions).toBeGreaterThan(30);
  expect(versions).toBeLessThan(130);
});

it('tells of a commit before it answers, and fails the commit that could not be kept', async () => {
  const told: DocumentChange[][] = [];
  const { database } = await open((_name, changes) => {
    told.push(changes);
    if (told.length === 2) {
      throw new Error('disk full');
    }
  });
  await database.commit({ writes: [setValue('a/b', 1)] });
  expect(told[0]).toMatchObject([{ path: 'a/b', fields: { value: { integerValue: 1 } } }]);
  const failing = database.commit({ writes: [setValue('a/b', 2)] });
  await expect(failing).rejects.toMatchObject({ code: status.UNAVAILABLE });
});

it.each(['9007199254740992', '-9007199254740992'])(
  'refuses the integer %s, which it could not keep exactly',
  async (integerValue) => {
    const { database } = await open();
    const fields = {
      list: { arrayValue: { values: [{ mapValue: { fields: { deep: { integerValue } } } }] } },
    };
    await expect(
      database.commit({ writes: [{ update: { name: `${root}/a/b`, fields } }] }),
    ).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  },
);
