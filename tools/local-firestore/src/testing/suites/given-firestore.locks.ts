import { afterAll, expect, it } from 'vitest';
import { connectRaw, text } from '../raw-client.ts';

// Runs in the project of suites on a Firestore with locks: nothing else there fails when it has none.
const client = connectRaw(process.env['FIRESTORE_EMULATOR_HOST'] ?? '');
afterAll(() => client.stop());

it('lets a write wait until a transaction ends that has read its document', async () => {
  await client.commit([client.set('one', { name: text('first') })]);
  const transaction = await client.begin();
  await client.getWithin(transaction, 'one');
  let isWritten = false;
  const written = client.commit([client.set('one', { name: text('second') })]).then(() => {
    isWritten = true;
  });
  for (let reads = 0; reads < 20; reads += 1) {
    await client.get('another');
  }
  expect(isWritten).toBe(false);
  await client.rollback(transaction);
  await written;
  expect(await client.get('one')).toMatchObject({ fields: { name: text('second') } });
});
