import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../../test/budget/instance.ts';
import { buildArtifact } from '../../test/budget/measured-api.ts';
import { type HostileRequest, sendHostile } from '../../test/budget/send-hostile.ts';
import { idTokenOf } from '../../test/http/test-identity.ts';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { minuteMs } from '../lib/duration.ts';

/** Building and starting the artifact on a machine that has other work. */
const startTimeoutMs = 4 * minuteMs;
const limitBytes = 1_048_576;
/**
 * Far below what the bodies here would take once they were unpacked and parsed, and above what V8 may collect late of other
 * requests.
 */
const maxGrownBytes = 120_000_000;

const task = JSON.stringify({ data: { organizationId: 'org-1', importId: 'an-import' } });
/** Google's front end has checked the queue's token; firebase-functions wants there to be one. */
const json = { 'content-type': 'application/json', authorization: `Bearer ${idTokenOf('owner')}` };

describe('a function that a queue calls, under the functions framework', () => {
  const { projectId } = useTestFirestore();
  let artifact: Awaited<ReturnType<typeof buildArtifact>>;
  let instance: Instance;

  beforeAll(async () => {
    artifact = await buildArtifact();
    const { PATH, FIRESTORE_EMULATOR_HOST } = process.env;
    instance = await startInstance(artifact.folder, 'importEmployees', {
      PATH,
      FIRESTORE_EMULATOR_HOST,
      GCLOUD_PROJECT: projectId,
    });
    await send({ body: Buffer.from(task) });
  }, startTimeoutMs);
  afterAll(async () => {
    await instance.stop();
    await artifact.remove();
  });

  const send = (request: Partial<HostileRequest>) =>
    sendHostile(instance.port, { method: 'POST', path: '/', headers: json, ...request });

  it('accepts a task, with its length or in chunks, up to the limit', async () => {
    for (const body of [task, task.padEnd(limitBytes)].map((text) => Buffer.from(text))) {
      expect(await send({ body })).toBe(204);
      expect(await send({ body, length: 'chunked' })).toBe(204);
    }
  });

  const packed = () => gzipSync(Buffer.alloc(205_000_000, ' '), { level: 9 });
  const brackets = (bytes: number) => Buffer.alloc(bytes, '[');
  it.each<[string, () => Partial<HostileRequest>, (number | 'closed')[]]>([
    ['one byte above the limit', () => ({ body: brackets(limitBytes + 1) }), [413, 'closed']],
    ['a gigabyte, by its length', () => ({ body: brackets(10), length: 1_000_000_000 }), [413, 'closed']],
    // Node may close before the answer was read: what follows it is more than anybody reads.
    ['40 MB in chunks', () => ({ body: brackets(40_000_000), length: 'chunked' }), [413, 'closed']],
    ['8 MB of brackets in chunks', () => ({ body: brackets(8_000_000), length: 'chunked' }), [413, 'closed']],
    [
      '205 MB in gzip',
      () => ({ body: packed(), headers: { ...json, 'content-encoding': 'gzip' } }),
      [415, 'closed'],
    ],
    [
      '205 MB in gzip, in chunks',
      () => ({ body: packed(), headers: { ...json, 'content-encoding': 'gzip' }, length: 'chunked' }),
      [415, 'closed'],
    ],
    [
      'an encoding in capitals',
      () => ({ body: Buffer.from(task), headers: { ...json, 'Content-Encoding': 'BR' } }),
      [415],
    ],
    ['a body that is not JSON', () => ({ body: Buffer.from('{') }), [400]],
    ['less than the length says', () => ({ body: Buffer.from(task), length: 1_000 }), [400, 'closed']],
  ])(
    'refuses %s, and takes no memory for it',
    async (_what, make, statuses) => {
      const request = make();
      const { result, grownBytes } = await instance.measure(() => send(request));
      expect(statuses).toContain(result);
      expect(grownBytes).toBeLessThan(maxGrownBytes);
      expect(await send({ body: Buffer.from(task) })).toBe(204);
    },
    startTimeoutMs,
  );
});
