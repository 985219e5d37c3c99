import { documentIdSchema } from '@klayim/shared/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEmployeeId, sourcedEmployeeId } from './employee-id.ts';

const sourceType = fc.constantFrom('bamboohr', 'finch', 'manual', 'csv');

describe('sourcedEmployeeId', () => {
  it('never changes: stored documents depend on it', () => {
    expect(sourcedEmployeeId('org-1', 'bamboohr', '42')).toBe('eMBn7cFR08AfWtNtmRAzsxU-UjUfS-abb1zCf6LJy_Dg');
  });

  it('distinguishes parts that are equal when joined', () => {
    expect(sourcedEmployeeId('a', 'csv', 'bc')).not.toBe(sourcedEmployeeId('ab', 'csv', 'c'));
    expect(sourcedEmployeeId('a', 'csv', '1","csv')).not.toBe(sourcedEmployeeId('a","csv', 'csv', '1'));
  });

  it('is always an id that a document can have', () => {
    fc.assert(
      fc.property(
        fc.string(),
        sourceType,
        fc.string({ unit: 'binary' }),
        (organizationId, type, sourceId) => {
          const id = sourcedEmployeeId(organizationId, type, sourceId);
          expect(documentIdSchema.safeParse(id).success).toBe(true);
          expect(isEmployeeId(id)).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });
});
