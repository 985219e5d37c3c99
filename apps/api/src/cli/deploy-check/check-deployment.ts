import { accountChecks } from './account-checks.ts';
import { addressChecks } from './address-checks.ts';
import type { Artifact } from './artifact.ts';
import { CannotTell, type CheckResult, runChecks } from './check.ts';
import type { CheckContext } from './context.ts';
import { findCredentials } from './credentials.ts';
import { firestoreChecks } from './firestore-checks.ts';
import { findDeployedApi, functionChecks } from './function-checks.ts';
import { createGoogleApi, type GoogleApi } from './google-api.ts';
import { localChecks } from './local-checks.ts';
import { apiCheck, findProject } from './project-checks.ts';
import { readProjectFiles } from './project-files.ts';
import { secretChecks } from './secret-checks.ts';

export interface DeploymentToCheck {
  projectId: string;
  /** Where the files of the deployment lie. */
  repository: string;
  environment: Readonly<Record<string, string | undefined>>;
  nodeVersion: string;
  /** Looks at what was built, with the variables of the deployment. */
  readArtifact: (variables: Readonly<Record<string, string>>) => Promise<Artifact>;
  replaceRules: boolean;
  /** In place of Google's own servers; see {@link createGoogleApi}. */
  googleBaseUrl: string | undefined;
  /** Hears of each result at once. */
  onResult: (result: CheckResult) => void;
}

/**
 * Looks at everything that a deployment to a project needs, and at what it would replace there. It changes nothing.
 * @throws {CannotTell} when the repository's own files cannot be read.
 */
export async function checkDeployment(deployment: DeploymentToCheck): Promise<CheckResult[]> {
  const { projectId, repository, nodeVersion, replaceRules, onResult } = deployment;
  const files = await readProjectFiles(repository, projectId);
  const variables = files.variables ?? {};
  const context: CheckContext = {
    projectId,
    files,
    variables,
    region: variables['FUNCTIONS_REGION'] || 'us-central1',
    databaseId: variables['FIRESTORE_DATABASE_ID'] || '(default)',
    artifact: await deployment.readArtifact(variables),
    nodeVersion,
    replaceRules,
  };
  const local = await runChecks(localChecks(context), onResult);
  return [...local, ...(await checkProject(deployment, context))];
}

/** Without access to the project there is one result instead of many that say the same. */
async function checkProject(deployment: DeploymentToCheck, context: CheckContext): Promise<CheckResult[]> {
  const { projectId, onResult } = deployment;
  let google: GoogleApi | undefined;
  const name = `project ${projectId}`;
  const run = async () => {
    google = await connect(deployment);
    return [await findProject(google, projectId)];
  };
  const found = await runChecks([{ name, run }], onResult);
  if (!google || found.some(({ status }) => status !== 'ok')) {
    return found;
  }

  const api = await findDeployedApi(google, context).catch((error: unknown) => {
    // Not enabled, say. The check of the APIs tells; nothing can have been deployed.
    if (error instanceof CannotTell) {
      return null;
    }
    throw error;
  });
  const cloud = { ...context, google, isDeployed: api === 'ours' };
  const checks = [
    apiCheck(cloud),
    ...firestoreChecks(cloud),
    ...secretChecks(cloud),
    ...addressChecks(cloud),
    ...functionChecks(cloud, api),
    ...accountChecks(cloud),
  ];
  return [...found, ...(await runChecks(checks, onResult))];
}

async function connect({ projectId, environment, googleBaseUrl }: DeploymentToCheck): Promise<GoogleApi> {
  const { accessToken, source } = await findCredentials(environment);
  const quotaProject = source === 'gcloud' ? null : projectId;
  return createGoogleApi({ projectId, accessToken, quotaProject, baseUrl: googleBaseUrl });
}
