import * as z from 'zod';

/** `GET /healthz`: the process answers. */
export const healthSchema = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

/** `GET /readyz`: the process can do its job. */
export const readinessSchema = z
  .strictObject({ status: z.enum(['ready', 'unready']) })
  .meta({ id: 'Readiness' });
