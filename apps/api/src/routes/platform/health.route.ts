import { healthSchema, readinessSchema } from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Clock } from '../../lib/clock.ts';
import { memoizeFor } from '../../lib/memoize.ts';
import type { Readiness } from '../../services/platform/readiness.ts';

/** How long a process answers with the outcome of its last checks, in milliseconds. */
const readinessTtlMs = 10_000;

/** Routes for monitors. */
export function healthRoutes(readiness: Readiness, clock: Clock): Route[] {
  const recentChecks = memoizeFor(readinessTtlMs, clock, readiness);
  return [
    defineRoute({
      method: 'get',
      path: '/healthz',
      access: 'public',
      operationId: 'getHealth',
      tag: 'Service',
      summary: 'Whether the process answers',
      errors: [],
      rateLimit: 'unlimited',
      responses: { 200: { description: 'It does', schema: healthSchema, example: { status: 'ok' } } },
      handler: async () => ({ status: 200, body: { status: 'ok' as const } }),
    }),

    defineRoute({
      method: 'get',
      path: '/readyz',
      access: 'public',
      operationId: 'getReadiness',
      tag: 'Service',
      summary: 'Whether the process can do its job',
      description:
        'An outcome is at most ten seconds old. Which check failed is in the log, in a line with the message `Not ready`.',
      errors: [],
      rateLimit: 'monitor',
      responses: {
        200: {
          description: 'Every check is good',
          schema: readinessSchema,
          example: { status: 'ready' },
        },
        503: {
          description: 'A check failed',
          schema: readinessSchema,
          example: { status: 'unready' },
        },
      },
      handler: async () => {
        return Object.values(await recentChecks()).includes('failed')
          ? { status: 503, body: { status: 'unready' as const } }
          : { status: 200, body: { status: 'ready' as const } };
      },
    }),
  ];
}
