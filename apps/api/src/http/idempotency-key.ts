import * as z from 'zod';

/** `Idempotency-Key`: 1 to 255 printable ASCII characters, chosen by the caller; a UUID is a good one. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters without a space')
  .describe(
    'Chosen by the caller, one for each thing to create: the same request with the same key gets the first answer again.',
  )
  .meta({ example: '5c1f2a6e-0f4b-4c0e-9d57-6a1b7f6f3c11' });
