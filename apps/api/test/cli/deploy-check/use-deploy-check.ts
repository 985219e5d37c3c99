import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Artifact, readArtifact } from '../../../src/cli/deploy-check/artifact.ts';
import { type CheckResult, isReady } from '../../../src/cli/deploy-check/check.ts';
import { checkDeployment, type DeploymentToCheck } from '../../../src/cli/deploy-check/check-deployment.ts';
import { readProjectFiles } from '../../../src/cli/deploy-check/project-files.ts';
import { minuteMs } from '../../../src/lib/duration.ts';
import { type CloudProject, type GoogleCloud, type Outage, startGoogleCloud } from './google-cloud.ts';
import {
  deployedProject,
  makeTestRepository,
  preparedProject,
  type TestRepository,
} from './prepared-project.ts';

export const projectId = 'acme-production';
export const variables = `PUBLIC_BASE_URL=https://${projectId}.web.app/api\nGOOGLE_CLIENT_ID=g.apps.googleusercontent.com\n`;
export const variablesFile = `apps/api/deploy/.env.${projectId}`;

const mainFile = join(import.meta.dirname, '../../../src/cli/deploy-check/main.ts');

/** What a run of the command ended with. */
interface Outcome {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Registers the hooks of a suite that checks deployments: a repository, a login, and Google's APIs on loopback. */
export function useDeployCheck() {
  let repository: TestRepository;
  let cloud: GoogleCloud;
  let tools: string;
  let artifact: Artifact;
  let project: CloudProject;
  let deployed: CloudProject;
  let outages: Outage[];

  beforeAll(async () => {
    repository = await makeTestRepository(projectId, variables);
    artifact = await readArtifact(join(repository.path, 'apps/api'), { GOOGLE_CLIENT_ID: 'g' });
    cloud = await startGoogleCloud(
      () => project,
      () => outages,
    );
    const { rules, indexes } = await readProjectFiles(repository.path, projectId);
    deployed = deployedProject(projectId, rules, indexes);
    // A login without gcloud's own machinery: the command that prints its token.
    tools = await mkdtemp(join(tmpdir(), 'klayim-tools-'));
    await writeFile(join(tools, 'gcloud'), '#!/bin/sh\necho a-token\n');
    await chmod(join(tools, 'gcloud'), 0o755);
  }, 2 * minuteMs);
  afterAll(async () => {
    await Promise.all([cloud.close(), repository.remove(), rm(tools, { recursive: true })]);
  });
  beforeEach(() => {
    project = structuredClone(preparedProject(projectId));
    outages = [];
    cloud.requests.length = 0;
  });
  afterEach(() => repository.restore());

  return {
    get repository() {
      return repository;
    },
    /** What Google's APIs were asked. */
    get requests() {
      return cloud.requests;
    },
    get artifact() {
      return artifact;
    },
    /** The project as Google's APIs show it; each test begins with one that is prepared and not deployed to. */
    get project() {
      return project;
    },
    /** Shows a project after a deployment instead. */
    deploy(): void {
      project = structuredClone(deployed);
    },
    /** Makes an API answer this, until the end of the test. */
    breakApi(outage: Outage): void {
      outages = [outage];
    },

    /** Runs the command in a process of its own. */
    run(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
      const environment = {
        PATH: tools,
        HOME: tools,
        DEPLOY_CHECK_REPOSITORY: repository.path,
        DEPLOY_CHECK_GOOGLE_URL: cloud.url,
        ...env,
      };
      return new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          [mainFile, ...args],
          { env: environment },
          (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, stdout, stderr }),
        );
      });
    },

    /** Checks in this process, with the artifact that was read once: much faster. */
    async check(
      options: Partial<DeploymentToCheck> = {},
    ): Promise<{ isReady: boolean; results: CheckResult[] }> {
      const results = await checkDeployment({
        projectId,
        repository: repository.path,
        environment: { PATH: tools, HOME: tools },
        nodeVersion: '24.1.0',
        readArtifact: async () => artifact,
        replaceRules: false,
        googleBaseUrl: cloud.url,
        onResult: () => {},
        ...options,
      });
      return { isReady: isReady(results), results };
    },
  };
}

/** The results that keep a project from being ready. */
export function findBad(results: readonly CheckResult[]): CheckResult[] {
  return results.filter(({ status }) => status === 'missing' || status === 'unknown');
}
