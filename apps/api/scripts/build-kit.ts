/** Makes the folder of the function kit: `build-kit.ts FOLDER`. */
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { apiFolder } from './artifact/bundle.ts';
import { makeArtifact } from './artifact/make-artifact.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  throw new Error('Name the folder to make: build-kit.ts FOLDER');
}
const outDir = resolve(folder);
await makeArtifact(outDir, join(apiFolder, 'src/kit.ts'));
for (const name of ['firestore.rules', 'firestore.indexes.json']) {
  await cp(join(apiFolder, '../..', name), join(outDir, name));
}
