import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { deleteApp } from 'firebase-admin/app';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { listen, type RunningServer } from '../../test/http/listen.ts';
import {
  deferredCommitQueueName,
  importQueueName,
  operatorQueueName,
  refreshQueueName,
  webhookQueueName,
} from '../config/deployment.ts';
import { getFirebaseApp } from '../lib/firestore.ts';
import { defineTaskQueue } from './define-task-queue.ts';

interface Endpoint {
  id: string;
  project: string;
  region: string;
}

/** What firebase-tools itself does with names, whose code is asked here. */
interface FirebaseTools {
  addKitPrefix: (instanceId: string) => string;
  applyEndpointPrefix: (build: { endpoints: Record<string, object> }, prefix: string) => void;
  queueNameForEndpoint: (endpoint: Endpoint) => string;
}

const load = createRequire(fileURLToPath(import.meta.resolve('@klayim/local-stack/repository')));

describe('the queues of the functions', () => {
  const tools = {
    ...load('firebase-tools/lib/functions/projectConfig.js'),
    ...load('firebase-tools/lib/deploy/functions/build.js'),
    ...load('firebase-tools/lib/gcp/cloudtasks.js'),
  } as FirebaseTools;
  const paths: string[] = [];
  let tasks: RunningServer;

  beforeAll(async () => {
    // Stands where the Cloud Tasks emulator does, and sees what firebase-admin sends there.
    tasks = await listen((request, response) => {
      paths.push(request.url ?? '');
      response.setHeader('Content-Type', 'application/json').end('{}');
    });
    vi.stubEnv('CLOUD_TASKS_EMULATOR_HOST', new URL(tasks.url).host);
    vi.stubEnv('GCLOUD_PROJECT', 'demo-queues');
    vi.stubEnv('FUNCTIONS_REGION', 'us-central1');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await deleteApp(getFirebaseApp());
    await tasks.close();
  });

  /** The name of the queue that firebase-tools makes for a function, below the project. */
  function madeBy(instanceId: string | undefined, name: string): string {
    const build = { endpoints: { [name]: { entryPoint: name } } };
    tools.applyEndpointPrefix(build, instanceId === undefined ? '' : tools.addKitPrefix(instanceId));
    const [id = ''] = Object.keys(build.endpoints);
    return tools.queueNameForEndpoint({ id, project: 'demo-queues', region: 'us-central1' });
  }

  it.each([undefined, 'klayim', 'klayim-two'])(
    'have the names that firebase-tools gives them, installed as the kit instance %s',
    async (instanceId) => {
      vi.stubEnv('FIREBASE_KIT_INSTANCE_ID', instanceId);
      for (const name of [
        refreshQueueName,
        deferredCommitQueueName,
        operatorQueueName,
        importQueueName,
        webhookQueueName,
      ]) {
        await defineTaskQueue({ name, schema: z.object({}) }).enqueue({});
        const made = madeBy(instanceId, name);
        expect(made).toContain(instanceId === undefined ? `/${name}` : `/kit-${instanceId}-${name}`);
        expect(paths.at(-1)).toContain(`${made}/tasks`);
      }
    },
  );
});
