import type {
  RotationCursor,
  RotationProgress,
} from '../../repositories/cross-tenant/key-rotation.document.ts';

/** What became of one record: moved, to be looked at again, or impossible to open. */
export type RotationOutcome = 'rotated' | 'deferred' | 'failed';

/** The progress after a page that came to `last`. */
export function afterPage(
  before: RotationProgress,
  outcomes: readonly RotationOutcome[],
  last: RotationCursor,
): RotationProgress {
  const count = (outcome: RotationOutcome) => outcomes.filter((each) => each === outcome).length;
  return {
    passes: before.passes,
    rotated: before.rotated + count('rotated'),
    deferred: before.deferred + count('deferred'),
    failed: before.failed + count('failed'),
    cursor: last,
  };
}

/**
 * Whether a pass was the last: all that is left is what cannot be decrypted, which would not be better in another one.
 * What an instance with an older configuration has written behind the cursor is left too, and needs another pass.
 */
export function isComplete({ failed }: RotationProgress, remaining: number): boolean {
  return remaining <= failed;
}

/** The progress at the start of another pass. */
export function nextPass({ passes, rotated }: RotationProgress): RotationProgress {
  return { passes: passes + 1, rotated, deferred: 0, failed: 0, cursor: null };
}
