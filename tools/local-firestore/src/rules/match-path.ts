import type { PatternSegment } from './source/syntax.ts';
import { RulesPath, type RulesValue, Unknown } from './values/value.ts';

/** Stands for the document id that a query leaves open; no real segment can contain a slash. */
export const anyId = '/id';
/** Stands for the segments that a query of a collection group leaves open. */
export const anyDepth = '/depth';

/**
 * Matches a path against the pattern of a match block.
 *
 * @returns the values of the wildcards, or undefined when the pattern does not cover all that the path stands for
 */
export function matchPath(
  pattern: readonly PatternSegment[],
  path: readonly string[],
): ReadonlyMap<string, RulesValue> | undefined {
  const values = new Map<string, RulesValue>();
  const recursive = pattern.findIndex(({ kind }) => kind === 'recursive');
  const rest = pattern.length - recursive - 1;
  const taken = path.length - (pattern.length - 1);
  if (recursive === -1 ? path.length !== pattern.length : taken < 0) {
    return undefined;
  }
  for (const [at, segment] of pattern.entries()) {
    if (segment.kind === 'recursive') {
      values.set(segment.name, pathValue(path.slice(at, at + taken)));
      continue;
    }
    const part =
      recursive !== -1 && at > recursive ? path[path.length - rest + (at - recursive - 1)] : path[at];
    if (part === undefined || part === anyDepth) {
      return undefined;
    }
    if (segment.kind === 'single') {
      values.set(segment.name, part === anyId ? new Unknown() : part);
    } else if (segment.text !== part) {
      return undefined;
    }
  }
  return values;
}

function pathValue(parts: readonly string[]): RulesValue {
  return parts.includes(anyId) || parts.includes(anyDepth) ? new Unknown() : new RulesPath(parts);
}
