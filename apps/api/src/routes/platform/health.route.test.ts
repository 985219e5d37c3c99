import { expect, it } from 'vitest';
import { readProblem, startApi } from '../../../test/http/api-server.ts';

it('answers that it lives, and that it is ready', async () => {
  const api = await startApi();
  const health = await api.call('/healthz');
  const ready = await api.call('/readyz');
  await api.close();
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
});

it('is unready when a check fails, and does not tell strangers which', async () => {
  const checks = { firestore: 'failed', encryptionKey: 'ok' } as const;
  const api = await startApi({ readiness: async () => checks });
  const response = await api.call('/readyz');
  await api.close();
  expect([response.status, await response.json()]).toEqual([503, { status: 'unready' }]);
});

it('checks once in ten seconds, however many ask at once', async () => {
  let [nowMs, checked] = [1_000_000, 0];
  const readiness = async () => {
    checked += 1;
    return { firestore: 'ok' } as const;
  };
  const api = await startApi({ readiness, clock: () => nowMs });
  await Promise.all(Array.from({ length: 10 }, () => api.call('/readyz')));
  expect(checked).toBe(1);
  nowMs += 9_999;
  await api.call('/readyz');
  expect(checked).toBe(1);
  nowMs += 1;
  await Promise.all(Array.from({ length: 10 }, () => api.call('/readyz')));
  expect(checked).toBe(2);
  await api.close();
});

it('hides what a broken check says', async () => {
  const api = await startApi({ readiness: () => Promise.reject(new Error('password=hunter2')) });
  const response = await api.call('/readyz');
  const text = await response.clone().text();
  await api.close();
  expect(await readProblem(response)).toMatchObject({ status: 500, code: 'internal_error' });
  expect(text + JSON.stringify(api.lines)).not.toContain('hunter2');
});
