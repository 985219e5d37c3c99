import { join } from 'node:path';

/** The folder of this clone. */
export const repositoryRoot = join(import.meta.dirname, '../../../..');

/** The functions codebase. */
export const apiFolder = join(repositoryRoot, 'apps/api');

/** The web page. */
export const dashboardFolder = join(repositoryRoot, 'apps/dashboard');

/** Where `dev` keeps its state unless told otherwise; ignored by git. */
export const defaultStateDir = join(repositoryRoot, '.local');

/** The emulators treat projects with this prefix as having no cloud behind them. */
export const defaultProjectId = 'demo-klayim';

/** Where the functions run. */
export const region = 'us-central1';
