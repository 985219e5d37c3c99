import { healthSchema, readinessSchema } from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../http/route.ts';

/** Looks at what the service depends on, by name. It must not reject. */
export type Readiness = () => Promise<Record<string, 'ok' | 'failed'>>;

/** Routes for monitors. */
export function healthRoutes(readiness: Readiness): Route[] {
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
      errors: [],
      rateLimit: 'unlimited',
      responses: {
        200: {
          description: 'Every check is good',
          schema: readinessSchema,
          example: { status: 'ready', checks: { configuration: 'ok', encryptionKey: 'ok', firestore: 'ok' } },
        },
        503: {
          description: 'A check failed',
          schema: readinessSchema,
          example: {
            status: 'unready',
            checks: { configuration: 'ok', encryptionKey: 'ok', firestore: 'failed' },
          },
        },
      },
      handler: async () => {
        const checks = await readiness();
        return Object.values(checks).includes('failed')
          ? { status: 503, body: { status: 'unready' as const, checks } }
          : { status: 200, body: { status: 'ready' as const, checks } };
      },
    }),
  ];
}
