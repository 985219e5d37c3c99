import { expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { importEvents } from './import-events.ts';

const { firestore } = useTestFirestore();

it('ends the watch in the database as soon as the reader goes away, though nothing has changed', async () => {
  const imports = testRepositories({ firestore, clock: Date.now }).employeeImportRepository;
  let watches = 0;
  const counted: typeof imports = {
    ...imports,
    watch(...parameters) {
      const stop = imports.watch(...parameters);
      watches += 1;
      return () => {
        watches -= 1;
        stop();
      };
    },
  };
  const events = importEvents(counted, 'org-1', 'an-import')[Symbol.asyncIterator]();
  await events.next();
  const change = events.next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(watches).toBe(1);
  await events.return?.();
  expect([await change, watches]).toEqual([{ done: true, value: undefined }, 0]);
});
