import { beforeAll, describe, expect, it } from 'vitest';
import { type Aftermath, useImportFixture } from '../../../test/import-fixture.ts';
import { newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { sampled } from '../../../test/thorough.ts';
import { minuteMs } from '../../lib/duration.ts';

/** 500 rows, 5 of them bad: five commits of rows and one that ends the import. `import.soak.test.ts` has 50,000. */
const file = { rows: 500, faultEvery: 100 };
/** Each imports the file, and starts a process; Google's emulator takes seconds for a commit of this size. */
const testTimeoutMs = 4 * minuteMs;

describe('a process killed in the middle of an import', () => {
  const fixture = useImportFixture();
  let undisturbed: Aftermath;

  beforeAll(async () => {
    const organizationId = newOrganization();
    const { id } = await fixture.upload(organizationId, file);
    await fixture.finish(organizationId, id);
    undisturbed = await fixture.aftermath(organizationId, id);
    expect(undisturbed.counts).toMatchObject({
      status: 'completed',
      created: 495,
      rejectedRows: 5,
      faults: 5,
    });
    expect(undisturbed.events).toMatchObject({ 'employee.created': 495 });
    expect(undisturbed.facets.total).toBe(495);
  }, testTimeoutMs);

  it.each(
    sampled(
      [
        [1, 'request'],
        [3, 'response'],
        [6, 'request'],
      ] as const,
      3,
      1,
    ),
  )(
    'leaves nothing behind at commit %i (%s) that the next one does not put right',
    async (commit, phase) => {
      const organizationId = newOrganization();
      const { id } = await fixture.upload(organizationId, file);
      expect(await fixture.killAt({ organizationId, importId: id }, commit, phase)).toBe(true);
      await fixture.finish(organizationId, id);
      expect(await fixture.aftermath(organizationId, id)).toEqual(undisturbed);
    },
    testTimeoutMs,
  );

  it(
    'does nothing twice when two processes are at the same import',
    async () => {
      const organizationId = newOrganization();
      const { id } = await fixture.upload(organizationId, file);
      await fixture.finishElsewhere(organizationId, id, () => fixture.runTask(organizationId, id));
      await fixture.finish(organizationId, id);
      expect(await fixture.aftermath(organizationId, id)).toEqual(undisturbed);
    },
    testTimeoutMs,
  );
});
