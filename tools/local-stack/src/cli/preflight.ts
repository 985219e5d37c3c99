// Node's own modules only: this runs before it is known whether anything else is installed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const neededNodeMajor = 24;
const install = 'npx -y pnpm@10 install';
const packages = [
  'tools/local-stack',
  'tools/local-firestore',
  'tools/local-oauth',
  'packages/shared',
  'apps/api',
];

/**
 * Looks whether this machine can run the stack at all.
 *
 * @param root folder of the clone.
 * @returns what is missing, in a sentence that says what to do; null when nothing is.
 */
export function findObstacle(root: string, nodeVersion: string = process.versions.node): string | null {
  if (Number.parseInt(nodeVersion, 10) < neededNodeMajor) {
    return `Node ${neededNodeMajor} is needed, and this is ${nodeVersion}. Run it through pnpm, which brings its own: npx -y pnpm@10 dev`;
  }
  // pnpm writes this file last.
  if (!existsSync(join(root, 'node_modules/.modules.yaml'))) {
    return `The dependencies are not installed, or an installation was interrupted. Run: ${install}`;
  }
  const missing = packages.flatMap((folder) =>
    dependenciesOf(join(root, folder)).filter(
      (name) => !existsSync(join(root, folder, 'node_modules', name, 'package.json')),
    ),
  );
  return missing.length === 0
    ? null
    : `The installation is not complete: ${[...new Set(missing)].join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing. Run: ${install}`;
}

function dependenciesOf(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  // Of what is for development, only the bundler is needed here.
  const bundler = manifest.devDependencies?.['esbuild'] === undefined ? [] : ['esbuild'];
  return [...Object.keys(manifest.dependencies ?? {}), ...bundler];
}
