import { createRequire } from 'node:module';

/**
 * Packages of the subjects, which this repository does not install: COMPARE_PACKAGES names the folder that holds them,
 * with a slash at its end.
 */
export const requirePackage = createRequire(process.env['COMPARE_PACKAGES'] ?? import.meta.url);
