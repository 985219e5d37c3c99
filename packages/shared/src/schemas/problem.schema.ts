import * as z from 'zod';
import { connectionReasonSchema } from './connection-reason.schema.ts';

/** One fault of a request, by place. */
export const problemFaultSchema = z
  .strictObject({
    in: z.enum(['path', 'query', 'body', 'header']),
    pointer: z
      .string()
      .describe('JSON Pointer (RFC 6901) into that part of the request; empty for the whole of it.'),
    message: z.string(),
  })
  .meta({ id: 'ProblemFault' });
export type ProblemFault = z.infer<typeof problemFaultSchema>;

/** Problem details (RFC 9457), the body of every answer of 400 and above. */
export const problemDetailsSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int().min(400).max(599),
    detail: z
      .string()
      .optional()
      .describe('What is special about this occurrence; absent when the title says it all.'),
    code: z.string().describe('Stable and machine-readable; the documentation lists every one.'),
    remedy: z
      .enum(['none', 'retry', 'reauthorize', 'operator'])
      .describe(
        "What would help: nothing, the same request later, a new authorization, or the service's operator.",
      ),
    requestId: z.string().describe('Also in the `X-Request-Id` header and in the logs.'),
    reason: connectionReasonSchema
      .optional()
      .describe('Why the provider refuses or does not answer, when that is what the problem is about.'),
    helpUrl: z.url().optional().describe("The provider's page about that reason."),
    providerError: z
      .strictObject({
        code: z
          .string()
          .describe(
            'The OAuth error code, such as `access_denied`, or a short word of ours such as `timeout`.',
          ),
        subtype: z.string().nullable().describe("Microsoft's `suberror`, or Google's `error_subtype`."),
        providerCodes: z.array(z.number().int()).max(5).describe("Microsoft's AADSTS numbers."),
      })
      .optional()
      .describe('What the provider said, when that is what the problem is about. Never its free text.'),
    integrationId: z
      .string()
      .optional()
      .describe('The integration that the problem is about, such as the one that holds the account already.'),
    errors: z.array(problemFaultSchema).max(100).optional(),
    omittedErrors: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('How many more faults there are than `errors` names.'),
  })
  .meta({ id: 'ProblemDetails' });
export type ProblemDetails = z.infer<typeof problemDetailsSchema>;
