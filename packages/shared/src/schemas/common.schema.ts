import * as z from 'zod';

/** ISO 8601 timestamp in UTC with milliseconds, such as `2026-11-23T10:15:00.000Z`, from 1970 on. */
export const timestampSchema = z.iso
  .datetime({ precision: 3 })
  .refine((text) => text >= '1970', 'must not be before 1970')
  .meta({
    id: 'Timestamp',
    description: 'ISO 8601 timestamp in UTC with milliseconds.',
    example: '2026-11-23T10:15:00.000Z',
  });

/**
 * A time in a request: ISO 8601 with seconds, with or without fractions, in UTC or with an offset
 * (`2026-11-23T10:15:00Z`, `2026-11-23T11:15:00+01:00`). It is read as an {@link timestampSchema}.
 */
export const timestampInputSchema = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .refine((text) => text >= '1970' && text.length === 24, 'must not be before 1970 or after 9999')
  .meta({
    id: 'TimestampInput',
    description: 'ISO 8601 time with seconds, in UTC or with an offset.',
    example: '2026-11-23T10:15:00Z',
  });

/** An organization's id, as carried by the `organizationId` custom claim. Firestore keeps `__…__` for itself. */
export const organizationIdSchema = z
  .string()
  .regex(/^(?!__.*__$)[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"')
  .meta({ example: 'northwind' });

/** A document id of ours: letters, digits, "_" and "-", 1 to 128 of them. Firestore keeps `__…__` for itself. */
export const documentIdSchema = z
  .string()
  .regex(/^(?!__.*__$)[A-Za-z0-9_-]{1,128}$/, 'must be 1 to 128 letters, digits, "_" or "-"')
  .meta({ id: 'DocumentId' });

/** An opaque position in a list: pass a page's `nextCursor` back unchanged. */
export const cursorSchema = z
  .string()
  .min(1)
  .max(1024)
  .describe("A position in the list: the previous page's `nextCursor`, unchanged.");

/** How many items a page may hold: 1 to 100, 20 when not given. */
export const pageSizeSchema = z.coerce
  .number()
  .int()
  .min(1)
  .max(100)
  .default(20)
  .describe('How many items a page may hold.');

/** One page of a list. `nextCursor` is null on the last one. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor: cursorSchema.nullable() });
}
