import { z } from 'zod';

/** One fault of a request, by place. */
export const problemFaultSchema = z.strictObject({
  in: z.enum(['path', 'query', 'body', 'header']),
  /** JSON Pointer (RFC 6901) into that part of the request; empty for the whole of it. */
  pointer: z.string(),
  message: z.string(),
});

/** Problem details (RFC 9457), the body of every answer of 400 and above. */
export const problemDetailsSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int().min(400).max(599),
  detail: z.string(),
  /** Stable and machine-readable; the documentation lists every one. */
  code: z.string(),
  /** What would help: nothing, the same request later, a new authorization, or the service's operator. */
  remedy: z.enum(['none', 'retry', 'reauthorize', 'operator']),
  /** Also in the `X-Request-Id` header and in the logs. */
  requestId: z.string(),
  errors: z.array(problemFaultSchema).optional(),
});
