/**
 * The hook that `firebase deploy` runs before it deploys Firestore rules (`predeploy` in firebase.json): it stops a
 * deployment that would replace rules which are not ours. firebase-tools names the project in GCLOUD_PROJECT.
 */
import { join } from 'node:path';
import { findCredentials } from './credentials.ts';
import { createGoogleApi } from './google-api.ts';
import { guardRules } from './guard-rules.ts';
import { loopbackUrl } from './loopback-url.ts';
import { readProjectFiles } from './project-files.ts';
import { replaceRulesVariable } from './rules-check.ts';

const { env } = process;
const projectId = env['GCLOUD_PROJECT'];
if (projectId) {
  const { isAllowed, lines } = await guardRules({
    projectId,
    files: await readProjectFiles(join(import.meta.dirname, '../../../../..'), projectId),
    replaceRulesOf: env[replaceRulesVariable],
    connect: async () => {
      const baseUrl = loopbackUrl(env['DEPLOY_CHECK_GOOGLE_URL']);
      const { accessToken, source } = await findCredentials(env);
      const quotaProject = source === 'gcloud' ? null : projectId;
      return createGoogleApi({ projectId, accessToken, quotaProject, baseUrl });
    },
  });
  process[isAllowed ? 'stdout' : 'stderr'].write(`${lines.join('\n')}\n`);
  process.exitCode = isAllowed ? 0 : 1;
} else {
  process.stderr.write(
    'GCLOUD_PROJECT names no project: firebase-tools calls this, as firebase.json says.\n',
  );
  process.exitCode = 2;
}
