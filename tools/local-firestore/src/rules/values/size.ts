import { LimitError } from '../evaluate/evaluation-error.ts';

/** Far above what a document of one mebibyte can bring about, and done in an timestamp. */
const maxWork = 5_000_000;
/** In characters or values. */
const maxSize = 1_500_000;

/**
 * Refuses work that grows faster than the documents it is done on.
 *
 * @throws {LimitError}
 */
export function assertAffordable(steps: number): void {
  if (steps > maxWork) {
    throw new LimitError('The values are too large to be compared.');
  }
}

/**
 * Weighs values that an evaluation makes. Lists can hold one list many times, so a few steps can make one that nobody
 * can walk through; such a list is refused when it is made.
 */
export function createScale(): (value: unknown) => number {
  const known = new WeakMap<object, number>();

  function weightOf(value: unknown): number {
    if (typeof value === 'string') {
      return 1 + value.length;
    }
    if (typeof value !== 'object' || value === null) {
      return 1;
    }
    const before = known.get(value);
    if (before !== undefined) {
      return before;
    }
    const weight = partsOf(value).reduce((sum: number, part) => sum + weightOf(part), 1);
    known.set(value, weight);
    return weight;
  }

  return (value) => {
    const weight = weightOf(value);
    if (weight > maxSize) {
      throw new LimitError('The value is too large.');
    }
    return weight;
  };
}

function partsOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) {
    return value;
  }
  if (value instanceof Map) {
    return [...value].flat();
  }
  return 'items' in value && Array.isArray(value.items) ? value.items : [];
}
