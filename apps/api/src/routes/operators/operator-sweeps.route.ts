import { sweepRunListSchema, sweepRunSchema } from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { SweepRunsService } from '../../services/token-refresh/sweep-runs.service.ts';
import { finishedSweepExample, queuedSweepExample } from '../examples/sweep-run.example.ts';

/** What the routes about sweeps need. */
export interface OperatorSweepsDependencies {
  sweepRunsService: Pick<SweepRunsService, 'requestSweep' | 'getSweeps'>;
}

/** Sweeps, for those who run the platform. */
export function operatorSweepsRoutes({ sweepRunsService }: OperatorSweepsDependencies): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/operator/sweeps',
      access: 'operator',
      operationId: 'startSweep',
      tag: 'Operators',
      summary: 'Refresh everything that is due, now',
      errors: ['queue_unavailable'],
      rateLimit: 'bulk',
      // A second sweep finds what the first one has left.
      repeat: 'harmless',
      responses: {
        202: { description: 'It is on the task queue', schema: sweepRunSchema, example: queuedSweepExample },
      },
      handler: async ({ caller }) => ({
        status: 202,
        body: await sweepRunsService.requestSweep(caller.userId),
      }),
    }),

    defineRoute({
      method: 'get',
      path: '/operator/sweeps',
      access: 'operator',
      operationId: 'listSweeps',
      tag: 'Operators',
      summary: 'What the last sweeps found and did',
      errors: [],
      rateLimit: 'read',
      responses: {
        200: {
          description: 'The last 50, newest first',
          schema: sweepRunListSchema,
          example: { items: [queuedSweepExample, finishedSweepExample] },
        },
      },
      handler: async () => ({ status: 200, body: { items: await sweepRunsService.getSweeps() } }),
    }),
  ];
}
