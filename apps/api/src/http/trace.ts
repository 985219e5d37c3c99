import type { IncomingMessage } from 'node:http';

const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const cloudTrace = /^([0-9a-f]{32})(?:\/\d+)?(?:;o=\d)?$/i;

/**
 * The trace that a request belongs to, by the caller's own word: it goes into the logs, where lines of one trace stand
 * together, and nowhere else.
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 * @see https://docs.cloud.google.com/trace/docs/trace-context
 */
export function traceOf({ headers }: IncomingMessage): string | undefined {
  const own = headers['x-cloud-trace-context'];
  const trace =
    traceparent.exec(headers['traceparent']?.toString() ?? '')?.[1] ??
    cloudTrace.exec(own?.toString() ?? '')?.[1]?.toLowerCase();
  return trace === undefined || /^0+$/.test(trace) ? undefined : trace;
}
