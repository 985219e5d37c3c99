import { InvalidArgumentError } from './invalid-argument-error.ts';

/** One database of one project. */
export interface DatabaseName {
  readonly projectId: string;
  readonly databaseId: string;
}

const pattern = /^projects\/([^/]+)\/databases\/([^/]+)(?:\/documents(?:\/(.*))?)?$/s;

/**
 * Reads project and database out of any resource name below `projects/P/databases/D`.
 *
 * @throws {InvalidArgumentError} when the name has another form
 */
export function parseDatabaseName(name: string | null | undefined): DatabaseName {
  const match = pattern.exec(name ?? '');
  const [projectId, databaseId] = [match?.[1], match?.[2]];
  if (projectId === undefined || databaseId === undefined) {
    throw new InvalidArgumentError(`Invalid resource name "${name ?? ''}".`);
  }
  return { projectId, databaseId };
}

/** The path below `/documents` (`users/ada`), empty for the root. */
export function relativePath(name: string): string {
  return pattern.exec(name)?.[3] ?? '';
}
