import { randomUUID } from 'node:crypto';
import type { NewEmployee } from '@klayim/shared/types';
import { isAppError } from '../../src/errors/app-error.ts';

/** An employee made by hand. */
export const ada: NewEmployee = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  role: 'Engineer',
  department: 'Research',
  hourlyRateCents: 12_500,
  employmentStatus: 'fullTime',
  sourceType: 'manual',
};
const { sourceType: _sourceType, ...sourced } = ada;

/** The same person as a source tells of her. */
export const adaOfSource = sourced;

/** A new organization for each test, so that none sees another's documents. */
export const newOrganization = () => `org-${randomUUID()}`;

/** The code of the error that an action ends with. */
export async function catchCode(action: Promise<unknown>): Promise<string> {
  const outcome = await action.then(
    () => 'no error',
    (error: unknown) => error,
  );
  return isAppError(outcome) ? outcome.code : String(outcome);
}
