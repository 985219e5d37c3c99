import type { ProfileName } from './accounts.ts';
import { googleRefusals } from './google-refusals.ts';
import { microsoftRefusals } from './microsoft-refusals.ts';
import { bodyOf, type Refusal } from './refusals.ts';

const refusalsOf: Readonly<Record<ProfileName, Readonly<Record<string, Refusal>>>> = {
  google: googleRefusals,
  microsoft: microsoftRefusals,
};

/** An answer as the provider sends it, and the reason behind it. */
export interface RecordedRefusal {
  readonly reason: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Every refusal of a token request that a provider knows, one for each reason. */
export function recordedRefusals(profile: ProfileName): RecordedRefusal[] {
  return Object.entries(refusalsOf[profile]).map(([reason, refusal]) => ({
    reason,
    status: refusal.status,
    body: bodyOf(refusal),
  }));
}

/**
 * The refusal that a provider has for a reason.
 *
 * @throws {RangeError} when it has none.
 */
export function refusalFor(profile: ProfileName, reason: unknown): Refusal {
  const known = refusalsOf[profile];
  const refusal = typeof reason === 'string' && Object.hasOwn(known, reason) ? known[reason] : undefined;
  if (refusal === undefined) {
    throw new RangeError(`reason must be one of ${Object.keys(known).join(', ')}`);
  }
  return refusal;
}
