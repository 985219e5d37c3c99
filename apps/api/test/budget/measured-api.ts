import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiFolder } from '../../scripts/artifact/bundle.ts';
import { makeArtifact } from '../../scripts/artifact/make-artifact.ts';
import { authProjectId, signUp, startTestIdentity } from '../http/test-identity.ts';
import type { NamedRequest } from './hostile-requests.ts';
import { type Cost, type Instance, startInstance } from './instance.ts';
import { type HostileRequest, sendHostile } from './send-hostile.ts';

/** Requests that one caller sends at most: far below what any class of routes allows a minute. */
const requestsOfACaller = 10;

/** What one request cost. */
export interface MeasuredRequest extends Cost {
  name: string;
  bodyBytes: number;
  status: number | 'closed';
}

/** The API of a built artifact, and what requests cost it. */
export interface MeasuredApi {
  measure(request: NamedRequest): Promise<MeasuredRequest>;
  stop(): Promise<void>;
}

/** Builds the artifact into a folder of its own. */
export async function buildArtifact(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'klayim-budget-'));
  await makeArtifact(folder);
  await symlink(join(apiFolder, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Starts the API of an artifact over the Firestore of the test run. Every request comes from an owner of an organization. */
export async function startMeasuredApi(folder: string, projectId: string): Promise<MeasuredApi> {
  const authHost = await startTestIdentity();
  const { PATH, FIRESTORE_EMULATOR_HOST } = process.env;
  const instance: Instance = await startInstance(folder, 'api', {
    PATH,
    FIRESTORE_EMULATOR_HOST,
    FIREBASE_AUTH_EMULATOR_HOST: authHost,
    AUTH_PROJECT_ID: authProjectId,
    GCLOUD_PROJECT: projectId,
    ENCRYPTION_KEY: Buffer.alloc(32, 'budget').toString('base64'),
    PUBLIC_BASE_URL: 'https://api.example',
  });
  let sent = 0;
  let idToken = '';
  const withToken = (request: HostileRequest): HostileRequest => {
    if (sent % requestsOfACaller === 0) {
      const number = sent / requestsOfACaller;
      idToken = signUp(`budget-${number}`, { organizationId: `budget-${number}`, role: 'owner' });
    }
    sent += 1;
    return { ...request, headers: { authorization: `Bearer ${idToken}`, ...request.headers } };
  };
  return {
    async measure({ name, make }) {
      const request = withToken(make());
      const { result: status, ...cost } = await instance.measure(() => sendHostile(instance.port, request));
      return { name, bodyBytes: request.body?.length ?? 0, status, ...cost };
    },
    stop: () => instance.stop(),
  };
}
