import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiFolder } from './bundle.ts';
import { makeArtifact } from './make-artifact.ts';

const run = promisify(execFile);

/** The part of what firebase-functions tells firebase-tools that is looked at here. */
interface DeploymentManifest {
  endpoints: Record<string, Endpoint>;
  params: { name: string; type: string; default?: string | number }[];
}

interface Endpoint {
  entryPoint: string;
  region: string | string[];
  serviceAccountEmail?: string;
  secretEnvironmentVariables?: { key: string }[];
  httpsTrigger?: { invoker?: string[] };
  taskQueueTrigger?: { invoker?: string[]; rateLimits?: object; retryConfig?: object };
  scheduleTrigger?: { schedule: string };
  [option: string]: unknown;
}

const encryption = ['ENCRYPTION_KEY', 'ENCRYPTION_PREVIOUS_KEYS'];
const providers = ['GOOGLE_CLIENT_SECRET', 'MICROSOFT_CLIENT_SECRET'];

describe('what firebase-tools reads from the artifact', () => {
  let folder = '';
  let manifest: DeploymentManifest;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'klayim-deployment-'));
    await makeArtifact(folder);
    await symlink(join(apiFolder, 'node_modules'), join(folder, 'node_modules'), 'junction');
    manifest = await readManifest({ GOOGLE_CLIENT_ID: 'g', MICROSOFT_CLIENT_ID: 'm' });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** By the very command that firebase-tools runs, with the variables of the deployment. */
  async function readManifest(variables: Record<string, string>): Promise<DeploymentManifest> {
    const output = join(folder, 'functions.yaml');
    const command = join(folder, 'node_modules/firebase-functions/lib/bin/firebase-functions.js');
    await run(process.execPath, [command], {
      cwd: folder,
      env: { FUNCTIONS_MANIFEST_OUTPUT_PATH: output, GCLOUD_PROJECT: 'demo-klayim', ...variables },
    });
    return JSON.parse(await readFile(output, 'utf8')) as DeploymentManifest;
  }

  function endpoint(name: string, { endpoints } = manifest): Endpoint {
    const found = endpoints[name];
    if (!found) {
      throw new Error(`there is no function ${name}`);
    }
    return found;
  }

  const secretsOf = ({ secretEnvironmentVariables = [] }: Endpoint) =>
    secretEnvironmentVariables.map(({ key }) => key);

  it('gives every function the region, memory and account that were decided', () => {
    const all = Object.values(manifest.endpoints);
    expect(all.length).toBeGreaterThanOrEqual(4);
    for (const { region, availableMemoryMb, serviceAccountEmail, cpu } of all) {
      expect([region].flat()).toEqual(['{{ params.FUNCTIONS_REGION }}']);
      expect(availableMemoryMb).toBe('{{ params.FUNCTIONS_MEMORY_MB }}');
      expect(cpu).toBe(1);
      expect(serviceAccountEmail).toMatch(/^klayim-(api|scheduler|worker)@$/);
    }
  });

  it('opens the API alone to the public', () => {
    const open = Object.entries(manifest.endpoints).filter(([, { httpsTrigger }]) => httpsTrigger);
    expect(open.map(([name]) => name)).toEqual(['api']);
    expect(endpoint('api')).toMatchObject({
      httpsTrigger: { invoker: ['public'] },
      serviceAccountEmail: 'klayim-api@',
      concurrency: '{{ params.API_CONCURRENCY }}',
      minInstances: '{{ params.API_MIN_INSTANCES }}',
      maxInstances: '{{ params.API_MAX_INSTANCES }}',
      timeoutSeconds: 60,
    });
  });

  it('gives secrets to whoever reads credentials, and to nobody else', () => {
    expect(secretsOf(endpoint('api'))).toEqual([...encryption, ...providers]);
    expect(secretsOf(endpoint('refreshTokenBatch'))).toEqual([...encryption, ...providers]);
    expect(secretsOf(endpoint('refreshExpiringTokens'))).toEqual([]);
    const withoutSecrets = Object.entries(manifest.endpoints).filter(
      ([, one]) => secretsOf(one).length === 0,
    );
    expect(withoutSecrets.map(([name]) => name).sort()).toEqual([
      'deliverNotifications',
      'importEmployees',
      'refreshExpiringTokens',
      'requeueWebhooks',
      'sendMail',
    ]);
    expect(secretsOf(endpoint('deliverWebhooks'))).toEqual(encryption);
  });

  it('gives the password of the SMTP server to the function that sends, once there is a user for it', async () => {
    const withMail = await readManifest({ SMTP_HOST: 'smtp.example.com', SMTP_USER: 'klayim' });
    const holders = Object.entries(withMail.endpoints).filter(([, one]) =>
      secretsOf(one).includes('SMTP_PASSWORD'),
    );
    expect(holders.map(([name]) => name)).toEqual(['sendMail']);
    expect(secretsOf(endpoint('sendMail', withMail))).toEqual(['SMTP_PASSWORD']);
    expect(endpoint('sendMail', withMail).taskQueueTrigger?.invoker).toEqual(['klayim-scheduler@']);
  });

  it('lets each queue be filled by whoever needs to, at the rates that were decided', () => {
    const queues = Object.values(manifest.endpoints).filter(({ taskQueueTrigger }) => taskQueueTrigger);
    for (const { taskQueueTrigger } of queues) {
      expect(taskQueueTrigger?.invoker?.length).toBeGreaterThan(0);
      expect(taskQueueTrigger?.invoker).not.toContain('public');
    }
    expect(endpoint('refreshTokenBatch').taskQueueTrigger).toMatchObject({
      invoker: ['klayim-scheduler@', 'klayim-worker@'],
      rateLimits: {
        maxConcurrentDispatches: '{{ params.REFRESH_QUEUE_CONCURRENCY }}',
        maxDispatchesPerSecond: '{{ params.REFRESH_QUEUE_RATE }}',
      },
      retryConfig: { maxAttempts: 3, minBackoffSeconds: 30 },
    });
    expect(endpoint('deliverWebhooks').taskQueueTrigger?.invoker).toEqual([
      'klayim-api@',
      'klayim-scheduler@',
      'klayim-worker@',
    ]);
    for (const name of ['storeDeferredCommit', 'runOperatorJob']) {
      expect(endpoint(name).taskQueueTrigger?.invoker).toEqual(['klayim-api@', 'klayim-worker@']);
    }
  });

  it('sweeps every five minutes', () => {
    expect(endpoint('refreshExpiringTokens').scheduleTrigger?.schedule).toBe('every 5 minutes');
  });

  it('asks for nothing that apps/api/deploy/.env does not answer, with the same defaults', async () => {
    const answers = parseEnv(await readFile(join(apiFolder, 'deploy/.env'), 'utf8'));
    const asked = manifest.params.filter(({ type }) => type !== 'secret');
    expect(answers).toEqual(
      Object.fromEntries(asked.map(({ name, default: value }) => [name, String(value)])),
    );
  });

  it('names the region of the Hosting rewrite as the default region', async () => {
    const { hosting } = JSON.parse(await readFile(join(apiFolder, '../../firebase.json'), 'utf8')) as {
      hosting: { rewrites: { source: string; function?: { functionId: string; region: string } }[] };
    };
    const region = manifest.params.find(({ name }) => name === 'FUNCTIONS_REGION')?.default;
    expect(hosting.rewrites[0]).toEqual({
      source: '/api{,/**}',
      function: { functionId: 'api', region },
    });
  });
});
