import { InvalidArgumentError } from './invalid-argument-error.ts';
import type { Fields } from './messages.ts';

const segment = /(?:`((?:[^`\\]|\\.)+)`|([^.`]+))(\.|$)/suy;

/**
 * Splits a field path (`a.b`, `` `odd.name`.c ``) into its names.
 *
 * @throws {InvalidArgumentError} when it is not a field path
 */
export function parseFieldPath(path: string): string[] {
  const names: string[] = [];
  segment.lastIndex = 0;
  let more = true;
  while (more) {
    const match = segment.exec(path);
    if (match === null) {
      throw new InvalidArgumentError(`Invalid field path "${path}".`);
    }
    names.push(match[1]?.replace(/\\(.)/gsu, '$1') ?? match[2] ?? '');
    more = match[3] === '.';
  }
  return names;
}

/**
 * Keeps only the named fields, nested ones included. Names that are not there are left out, as Firestore does.
 *
 * @param fields a document's fields; not changed
 * @param paths field paths; an empty list keeps nothing
 */
export function maskFields(fields: Fields, paths: readonly string[]): Fields {
  const kept: Fields = {};
  for (const path of paths) {
    if (path !== '__name__') {
      copyField(fields, kept, parseFieldPath(path));
    }
  }
  return kept;
}

function copyField(from: Fields, to: Fields, names: readonly string[]): void {
  const [name, ...rest] = names;
  const value = name === undefined ? undefined : from[name];
  if (name === undefined || value === undefined) {
    return;
  }
  if (rest.length === 0) {
    to[name] = value;
    return;
  }
  const inner = value.mapValue?.fields;
  if (inner) {
    const existing = to[name]?.mapValue?.fields;
    // A parent that was copied whole already holds the child.
    if (existing === inner) {
      return;
    }
    const target = existing ?? {};
    copyField(inner, target, rest);
    if (Object.keys(target).length > 0) {
      to[name] = { mapValue: { fields: target } };
    }
  }
}
