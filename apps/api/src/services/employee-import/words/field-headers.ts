import type { ImportField } from '@klayim/shared/types';

/** Fields whose columns are known by a fixed list of headers. Pay columns are in `pay-words.ts`. */
export type NamedField = Exclude<ImportField, 'pay' | 'hourlyRate' | 'annualSalary'>;

/** Headers of some fields, in lists: see `headerWords`. */
export type FieldHeaders = Partial<Record<NamedField, readonly (readonly string[])[]>>;
