import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../../test/http/api-server.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the trace of a request', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it.each<[string, Record<string, string>, string | undefined]>([
    ['by the standard', { traceparent: `00-${trace}-00f067aa0ba902b7-01` }, trace],
    ["by Google's own header", { 'x-cloud-trace-context': `${trace.toUpperCase()}/123;o=1` }, trace],
    ['without a span', { 'x-cloud-trace-context': trace }, trace],
    ['unknown without a header', {}, undefined],
    ['unknown when it is none', { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` }, undefined],
    [
      'unknown when it is forged',
      { traceparent: '<script>', 'x-cloud-trace-context': `${trace}/1\t{}` },
      undefined,
    ],
  ])('is logged %s, and never answered', async (_how, headers, expected) => {
    api.lines.length = 0;
    const response = await api.call('/healthz', { headers });
    await expect.poll(() => api.lines.find(({ message }) => message === 'request')).toBeDefined();
    expect(api.lines.find(({ message }) => message === 'request')?.['trace']).toBe(expected);
    expect(JSON.stringify([...response.headers])).not.toContain(trace);
  });
});
