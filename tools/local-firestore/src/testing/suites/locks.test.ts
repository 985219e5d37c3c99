import { afterEach, describe, expect, it } from 'vitest';
import { type LocalFirestore, startLocalFirestore } from '../../index.ts';
import { connectRaw, number } from '../raw-client.ts';

/** Longer than any test: what is held for so long is refused to a writer after half a minute. */
const foreverMs = 600_000;

describe('with locks', () => {
  let server: LocalFirestore;
  let raw: ReturnType<typeof connectRaw>;
  async function start(lockMs: number): Promise<void> {
    server = await startLocalFirestore({ lockMs });
    raw = connectRaw(server.host);
    await raw.commit([raw.set('read', { count: number(0) }), raw.set('other', { count: number(0) })]);
  }
  afterEach(async () => {
    await raw.stop();
    await server.stop();
  });

  const write = (id: string) => raw.commit([raw.set(id, { count: number(1) })]);
  const written = { writeResults: expect.any(Array) };

  it('what a transaction has read is written by others only when it has ended', async () => {
    await start(foreverMs);
    const transaction = await raw.begin();
    await raw.getWithin(transaction, 'read');
    const order: string[] = [];
    const other = write('read').then(() => order.push('other'));
    await write('other');
    await raw.commit([raw.set('read', { count: number(2) })], transaction).then(() => order.push('own'));
    await other;
    expect(order).toEqual(['own', 'other']);
  });

  it('a transaction whose client is gone holds its documents until its lock expires', async () => {
    const lockMs = 400;
    await start(lockMs);
    await raw.getWithin(await raw.begin(), 'read');
    const startedMs = performance.now();
    await expect(write('read')).resolves.toMatchObject(written);
    expect(performance.now() - startedMs).toBeGreaterThan(lockMs / 2);
  });

  it('a rolled back transaction and a read-only one hold nothing', async () => {
    await start(foreverMs);
    const transaction = await raw.begin();
    await raw.getWithin(transaction, 'read');
    await raw.rollback(transaction);
    await raw.getWithin(await raw.begin({ readOnly: {} }), 'read');
    await expect(write('read')).resolves.toMatchObject(written);
  });
});
