import { describe, expect, it } from 'vitest';
import { type Aftermath, useImportFixture } from '../../../test/import-fixture.ts';
import { newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { minuteMs } from '../../lib/duration.ts';

const mib = 1_048_576;
const timeoutMs = 30 * minuteMs;

describe('an import of 50,000 rows', () => {
  const fixture = useImportFixture();
  const file = { rows: 50_000, faultEvery: 1_000 };
  /** What an import of the file leaves that nobody kills; the first test's serves the second one. */
  let undisturbed: Aftermath | undefined;

  it(
    'takes no more memory than one of 5,000',
    async () => {
      const live: number[] = [];
      for (const rows of [5_000, file.rows]) {
        const organizationId = newOrganization();
        const { id } = await fixture.upload(organizationId, { ...file, rows });
        const { liveBytes } = await fixture.finishElsewhere(organizationId, id);
        const done = await fixture.employeeImportService.getImport(organizationId, id);
        expect(done).toMatchObject({ status: 'completed', rejectedRows: rows / 1_000 });
        live.push(liveBytes);
        undisturbed = await fixture.aftermath(organizationId, id);
      }
      const [small = 0, large = Number.POSITIVE_INFINITY] = live;
      expect(large).toBeLessThan(small + 16 * mib);
    },
    timeoutMs,
  );

  it(
    'is the same when it is killed again and again',
    async () => {
      const organizationId = newOrganization();
      const { id } = await fixture.upload(organizationId, file);
      for (const [index, commit] of [1, 60, 150, 90].entries()) {
        const phase = index % 2 === 0 ? 'request' : 'response';
        expect(await fixture.killAt({ organizationId, importId: id }, commit, phase)).toBe(true);
      }
      await fixture.finish(organizationId, id);
      expect(undisturbed?.counts).toMatchObject({ created: 49_950, status: 'completed' });
      expect(await fixture.aftermath(organizationId, id)).toEqual(undisturbed);
    },
    timeoutMs,
  );
});
