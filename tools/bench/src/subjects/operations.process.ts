/** Does every action once, and counts what goes over the wire meanwhile. */
import { answerParent } from '../harness/child.ts';
import { actions } from '../operations/actions.ts';
import { startOperationsFixture } from '../operations/fixture.ts';
import type { Operation } from '../results/results.schema.ts';

answerParent(async (): Promise<Operation[]> => {
  const { FIRESTORE_EMULATOR_HOST: host = '', GCLOUD_PROJECT: projectId = '' } = process.env;
  const fixture = await startOperationsFixture(host, projectId);
  const counted: Operation[] = [];
  try {
    for (const [index, { action, minimum, because, prepare }] of actions.entries()) {
      const run = await prepare(fixture, `organization-${index}`);
      fixture.proxy.reset();
      await run();
      const { documentsRead: reads, documentsWritten, documentsDeleted, queries } = fixture.proxy.counts();
      counted.push({ action, reads, writes: documentsWritten + documentsDeleted, queries, minimum, because });
    }
    return counted;
  } finally {
    await fixture.stop();
  }
});
