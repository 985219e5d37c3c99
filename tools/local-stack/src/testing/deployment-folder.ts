import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { builtDashboard } from '../stack/build-dashboard.ts';
import { firebaseToolsFolder } from '../stack/firebase-emulators.ts';
import { apiFolder, repositoryRoot } from '../stack/repository.ts';

const run = promisify(execFile);

/** A copy of what `firebase deploy` works from: `firebase.json`, and what `pnpm build` leaves. Nothing else. */
export interface DeploymentFolder {
  path: string;
  /** Writes the variables of a project, as docs/deploy.md says. */
  configure(projectId: string, variables: Readonly<Record<string, string>>): Promise<void>;
  /** @param node the Node to run firebase-tools on. Default: this one. */
  plan(projectId: string, node?: string): Promise<DeploymentPlan>;
  remove(): Promise<void>;
}

/** The part of what would be deployed that is looked at in tests. */
export interface DeploymentPlan {
  endpoints: { id: string; region: string; secretEnvironmentVariables?: { key: string }[] }[];
  /** Files of the archive that would be uploaded. */
  uploaded: string[];
}

/** Copies what a built clone deploys to a folder outside of the repository, where no package of the workspace is found. */
export async function makeDeploymentFolder(): Promise<DeploymentFolder> {
  const path = await mkdtemp(join(tmpdir(), 'klayim-deploy-'));
  await cp(join(repositoryRoot, 'firebase.json'), join(path, 'firebase.json'));
  await cp(join(apiFolder, 'dist'), join(path, 'apps/api/dist'), {
    recursive: true,
    filter: (source) => !/\/(node_modules|\.compile-cache)$/.test(source),
  });
  await cp(builtDashboard, join(path, 'apps/dashboard/dist'), { recursive: true });
  await cp(join(apiFolder, 'deploy/.env'), join(path, 'apps/api/deploy/.env'));
  return {
    path,
    async configure(projectId, variables) {
      const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
      await writeFile(join(path, `apps/api/deploy/.env.${projectId}`), lines.join(''));
    },
    async plan(projectId, node = process.execPath) {
      const planFile = join(path, `plan-${projectId}.json`);
      const script = join(import.meta.dirname, 'plan-deployment.cjs');
      await run(node, [script, firebaseToolsFolder, path, projectId, planFile], {
        cwd: path,
        env: {
          ...outsideEnvironment(node),
          XDG_CONFIG_HOME: join(path, '.home'),
          FUNCTIONS_DISCOVERY_TIMEOUT: '120',
        },
        maxBuffer: 16 * 1024 * 1024,
      });
      return JSON.parse(await readFile(planFile, 'utf8')) as DeploymentPlan;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** An environment with that Node and without this workspace. */
function outsideEnvironment(node: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm|pnpm)_|^(CI|NODE_PATH|NODE_OPTIONS)$/i.test(name),
  );
  const folders = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: [dirname(node), ...folders].join(delimiter) };
}
