import { employeeSchema, newEmployeeSchema } from '@klayim/shared/schemas';
import * as z from 'zod';
import { AppError } from '../../errors/app-error.ts';

/** What a source says of one of its people; the record's place in the source is given beside it. */
export const sourcedEmployeeSchema = newEmployeeSchema.omit({ sourceType: true, sourceId: true });

/** What a source says of one of its people. */
export type SourcedEmployee = z.infer<typeof sourcedEmployeeSchema>;

/** Where a record lies: an organization, a source and the record's id there. */
export const employeeSourceSchema = z.strictObject({
  organizationId: employeeSchema.shape.organizationId,
  sourceType: employeeSchema.shape.sourceType,
  sourceId: employeeSchema.shape.sourceId.unwrap(),
});

/** JSON Pointer (RFC 6901) of a place in a value. */
function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * Validates what a caller gave and brings it into its stored form (trimmed, lower case).
 *
 * @throws {AppError} invalid_request with one fault for each mistake.
 */
export function parseEmployeeInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) {
    return result.data;
  }
  throw new AppError('invalid_request', {
    faults: result.error.issues.map(({ path, message }) => ({
      in: 'body',
      pointer: jsonPointer(path),
      message,
    })),
  });
}
