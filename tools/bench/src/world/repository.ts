import { join } from 'node:path';

/** Where the repository is. */
export const repositoryFolder = join(import.meta.dirname, '../../../..');

/** The functions codebase. */
export const apiFolder = join(repositoryFolder, 'apps/api');
