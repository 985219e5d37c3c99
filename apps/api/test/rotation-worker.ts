/**
 * An instance that rotates keys, in a process of its own: the repositories that are deployed, configured by the
 * environment. Each message is one share of the work, as the task queue gives it out.
 */
import { createKeyRotationService } from '../src/services/encryption-keys/key-rotation.service.ts';
import type { RotationTiming } from '../src/services/encryption-keys/key-rotation-worker.ts';
import { processGraph } from '../src/services/process.ts';

/** What a parent asks of a worker. It answers with what its share came to. */
export type RotateMessage = Partial<RotationTiming>;

process.on('message', (timing: RotateMessage) => {
  const service = createKeyRotationService({
    ...processGraph,
    enqueueOperatorJob: null,
    timing,
  });
  const share = async () => {
    await service.startKeyRotation('olga');
    return service.work();
  };
  void share().then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
