/** The part of a package's manifest that the artifact's is made of. */
export interface PackageManifest {
  version: string;
  engines: Record<string, string>;
  dependencies: Record<string, string>;
}

/**
 * What must lie in `node_modules` beside the bundle, which itself needs nothing there:
 * - firebase-tools asks the command of `firebase-functions` what to deploy, and that package wants firebase-admin;
 * - the functions framework is what Cloud Functions starts. Cloud Build adds it for npm, and insists on it for pnpm.
 */
export const installedPackages = [
  '@google-cloud/functions-framework',
  'firebase-admin',
  'firebase-functions',
];

/** The manifest of the artifact. */
export function artifactManifest({ version, engines, dependencies }: PackageManifest) {
  return {
    name: 'klayim-functions',
    version,
    private: true,
    type: 'module',
    main: 'index.cjs',
    // Cloud Build takes the pnpm of this range.
    engines: { ...engines, pnpm: '^10.34.0' },
    scripts: { postinstall: 'node warm-up.cjs' },
    dependencies: Object.fromEntries(
      installedPackages.map((name): [string, string] => {
        const range = dependencies[name];
        if (range === undefined) {
          throw new Error(`apps/api does not depend on ${name}`);
        }
        return [name, range];
      }),
    ),
  };
}
