/** An import from its upload to its end, by the parts that are deployed; the queue is the process itself. */
import { systemActor } from '@klayim/api/repositories/audit/audit-event.document';
import { composeProcess } from '@klayim/api/services/process';
import { csvFile } from '@klayim/api/test/csv-files';
import { employeeImportQuerySchema } from '@klayim/shared/schemas';
import { answerParent } from '../harness/child.ts';

/** A file of people, and whose it is. */
export interface ImportTask {
  organizationId: string;
  rows: number;
}

const { employeeImportService: service } = composeProcess({
  enqueueEmployeeImport: () => Promise.resolve(true),
});

async function* bytesOf(rows: number) {
  yield* csvFile({ rows });
}

answerParent(async ({ organizationId, rows }: ImportTask): Promise<number> => {
  const before = process.cpuUsage();
  const query = employeeImportQuerySchema.parse({});
  const actor = systemActor('bench');
  const { import: started } = await service.startImport(organizationId, query, bytesOf(rows), actor);
  const importId = started.id;
  let stored = started;
  while (stored.status !== 'completed') {
    await service.runTask({ organizationId, importId }, false);
    stored = await service.getImport(organizationId, importId);
  }
  const { user, system } = process.cpuUsage(before);
  if (stored.created !== rows) {
    throw new Error(`${stored.created} of ${rows} rows were imported.`);
  }
  return (user + system) / 1000 / rows;
});
