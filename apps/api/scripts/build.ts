/** Makes `dist/`: all that `firebase deploy` needs, and nothing that it does not. */
import { join } from 'node:path';
import { apiFolder } from './artifact/bundle.ts';
import { makeArtifact } from './artifact/make-artifact.ts';

await makeArtifact(join(apiFolder, 'dist'));
console.log('Built apps/api/dist');
