import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import { useTestFirestore } from '../repositories/test-firestore.ts';
import type { NamedRequest } from './hostile-requests.ts';
import { buildArtifact, type MeasuredApi, type MeasuredRequest, startMeasuredApi } from './measured-api.ts';

/** What a request may cost an instance. */
const budget = {
  /** Bytes of memory for each byte of the body. */
  memoryFactor: 4,
  /** Memory that does not grow with the body, in bytes: compiled code, and V8's room for new objects, which it fills first. */
  memoryAllowance: 64_000_000,
  /** How long the event loop may be blocked, in milliseconds, on the machine that `calibrationMs` is of. */
  blockMs: 200,
};
/** Computing time of the known piece of work on a machine with a core to itself. A slower one is given more. */
const calibrationMs = 15;
/** Whatever else goes on on a machine adds to a figure and takes nothing away: the best of three counts. */
const attempts = 3;
/** Building and starting the artifact on a machine that has other work. */
const startTimeoutMs = 4 * minuteMs;
/** Three attempts, with an instance of its own for each. */
const requestTimeoutMs = 4 * minuteMs;

const allowedBytes = ({ bodyBytes }: MeasuredRequest) =>
  budget.memoryFactor * bodyBytes + budget.memoryAllowance;
const allowedBlockMs = (measured: MeasuredRequest) =>
  budget.blockMs * Math.max(1, measured.calibrationMs / calibrationMs);
/**
 * Sends requests that mean harm to the artifact under Google's functions framework, and holds what each costs against the
 * budget, whatever it is answered: no queue is there to take the imports that are accepted, so those end in an error.
 * @param options.withBlocks whether blocks of the event loop count, too. Default: true. They depend on what else goes on on
 * the machine; memory does not.
 */
export function describeBudget(
  requests: readonly NamedRequest[],
  { withBlocks = true }: { withBlocks?: boolean } = {},
): void {
  const isWithin = (measured: MeasuredRequest) =>
    measured.grownBytes <= allowedBytes(measured) &&
    (!withBlocks || measured.maxBlockMs <= allowedBlockMs(measured));

  describe(`what one request costs an instance (${requests.length} requests that mean harm)`, () => {
    const { projectId } = useTestFirestore();
    const measured: MeasuredRequest[] = [];
    let artifact: Awaited<ReturnType<typeof buildArtifact>>;
    let api: MeasuredApi;

    async function start(): Promise<void> {
      api = await startMeasuredApi(artifact.folder, projectId);
      // What is loaded at the first requests is no request's cost.
      await api.measure({
        name: 'the first',
        make: () => ({ method: 'GET', path: '/employees', headers: {} }),
      });
    }

    beforeAll(async () => {
      artifact = await buildArtifact();
      await start();
    }, startTimeoutMs);
    afterAll(async () => {
      await api.stop();
      await artifact.remove();
      const largest = (of: (each: MeasuredRequest) => number) =>
        measured.toSorted((one, other) => of(other) - of(one)).slice(0, 5);
      for (const each of new Set([
        ...largest(({ grownBytes }) => grownBytes),
        ...largest(({ maxBlockMs }) => maxBlockMs),
      ])) {
        console.log(reportOf(each));
      }
    });

    it.each(requests)(
      '$name',
      async (request) => {
        let best: MeasuredRequest | undefined;
        for (let attempt = 1; attempt <= attempts && !(best && isWithin(best)); attempt += 1) {
          if (best) {
            await api.stop();
            await start();
          }
          best = await api.measure(request);
        }
        if (!best) {
          throw new Error('nothing was measured');
        }
        measured.push(best);
        expect(best.grownBytes, reportOf(best)).toBeLessThanOrEqual(allowedBytes(best));
        if (withBlocks) {
          expect(best.maxBlockMs, reportOf(best)).toBeLessThanOrEqual(allowedBlockMs(best));
        }
      },
      requestTimeoutMs,
    );
  });
}

function reportOf({ name, bodyBytes, status, grownBytes, maxBlockMs }: MeasuredRequest): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `${name}: ${megabytes(bodyBytes)} MB, ${status}, +${megabytes(grownBytes)} MB, ${maxBlockMs.toFixed(0)} ms`;
}
