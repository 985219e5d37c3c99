/** Compiles what is published: JavaScript and types in `dist`, for programs outside this workspace. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const packageFolder = join(import.meta.dirname, '..');
const dist = join(packageFolder, 'dist');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: packageFolder, stdio: 'inherit' });
// The compiler rewrites `./file.ts` in the JavaScript, but not in the types.
for (const name of globSync('**/*.d.ts', { cwd: dist })) {
  const path = join(dist, name);
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"));
}
