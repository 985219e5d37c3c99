import { beforeAll, describe, expect, it } from 'vitest';
import { type Aftermath, useImportWorld } from '../../../test/import-world.ts';
import { newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { sampled } from '../../../test/thorough.ts';

/** 1,000 rows, 10 of them bad: nine commits of rows and one that ends the import. */
const file = { rows: 1_000, faultEvery: 100 };

describe('a process killed in the middle of an import', () => {
  const world = useImportWorld();
  let undisturbed: Aftermath;

  beforeAll(async () => {
    const organizationId = newOrganization();
    const { id } = await world.upload(organizationId, file);
    await world.finish(organizationId, id);
    undisturbed = await world.aftermath(organizationId, id);
    expect(undisturbed.counts).toMatchObject({
      status: 'completed',
      created: 990,
      rejectedRows: 10,
      faults: 10,
    });
    expect(undisturbed.events).toMatchObject({ 'employee.created': 990 });
    expect(undisturbed.facets.total).toBe(990);
  });

  it.each(
    sampled(
      [
        [1, 'request'],
        [5, 'response'],
        [10, 'request'],
      ] as const,
      3,
      1,
    ),
  )(
    'leaves nothing behind at commit %i (%s) that the next one does not put right',
    async (commit, phase) => {
      const organizationId = newOrganization();
      const { id } = await world.upload(organizationId, file);
      expect(await world.killAt({ organizationId, importId: id }, commit, phase)).toBe(true);
      await world.finish(organizationId, id);
      expect(await world.aftermath(organizationId, id)).toEqual(undisturbed);
    },
    120_000,
  );

  it('does nothing twice when two processes are at the same import', async () => {
    const organizationId = newOrganization();
    const { id } = await world.upload(organizationId, file);
    await Promise.all([world.finish(organizationId, id), world.finishElsewhere(organizationId, id)]);
    expect(await world.aftermath(organizationId, id)).toEqual(undisturbed);
  }, 120_000);
});
