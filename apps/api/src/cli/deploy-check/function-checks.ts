import * as z from 'zod';
import type { Check, CheckResult } from './check.ts';
import { type CheckContext, type CloudContext, firebase } from './context.ts';
import type { GoogleApi } from './google-api.ts';

const functionSchema = z.object({ labels: z.record(z.string(), z.string()).default({}) });
const stateSchema = z.object({ name: z.string(), state: z.string().default('') });

/** firebase-tools marks the functions of a codebase with it. */
const codebaseLabel = 'firebase-functions-codebase';

/** Whether this project has the function `api`, and whether it is ours. */
export type DeployedApi = 'ours' | 'foreign' | null;

/** @see https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions/get */
export async function findDeployedApi(
  google: GoogleApi,
  { projectId, region }: Pick<CheckContext, 'projectId' | 'region'>,
): Promise<DeployedApi> {
  const path = `v2/projects/${projectId}/locations/${region}/functions/api`;
  const found = await google.get(functionSchema, 'cloudfunctions', path);
  if (!found) {
    return null;
  }
  return found.labels[codebaseLabel] === 'api' ? 'ours' : 'foreign';
}

/** The name of the public function, and the queues and schedules that belong to the functions. */
export function functionChecks(context: CloudContext, api: DeployedApi): Check[] {
  return [
    { name: 'function api', run: async () => [functionName(context, api)] },
    { name: 'Cloud Tasks queues', run: () => queues(context) },
    { name: 'Cloud Scheduler jobs', run: () => schedules(context) },
  ];
}

function functionName({ region }: CloudContext, api: DeployedApi): CheckResult {
  const name = 'function api';
  if (api === 'ours') {
    return { name, status: 'ok', message: 'deployed before' };
  }
  if (api === null) {
    return { name, status: 'pending', message: `not deployed yet; the name is free in ${region}` };
  }
  return {
    name,
    status: 'missing',
    message: `another codebase has a function of that name in ${region}, which a deployment would replace`,
    fix: 'install the function kit, which prefixes its names: docs/kit.md',
  };
}

function namesOf(
  { artifact }: CheckContext,
  trigger: 'taskQueueTrigger' | 'scheduleTrigger',
): string[] | null {
  if (artifact.state !== 'found') {
    return null;
  }
  const { endpoints } = artifact.manifest;
  return Object.keys(endpoints).filter((name) => endpoints[name]?.[trigger]);
}

/** @see https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues/list */
async function queues(context: CloudContext): Promise<CheckResult[]> {
  const { google, projectId, region } = context;
  const wanted = namesOf(context, 'taskQueueTrigger');
  const path = `v2/projects/${projectId}/locations/${region}/queues`;
  const there = await google.list(stateSchema, 'cloudtasks', path, 'queues');
  const resume = (queue: string) =>
    `gcloud tasks queues resume ${queue} --location=${region} --project=${projectId}`;
  return compare(context, 'Cloud Tasks queues', { wanted, there, running: 'RUNNING', resume });
}

/** @see https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs/list */
async function schedules(context: CloudContext): Promise<CheckResult[]> {
  const { google, projectId, region } = context;
  const names = namesOf(context, 'scheduleTrigger');
  const wanted = names?.map((name) => `firebase-schedule-${name}-${region}`) ?? null;
  const path = `v1/projects/${projectId}/locations/${region}/jobs`;
  const there = await google.list(stateSchema, 'cloudscheduler', path, 'jobs');
  const resume = (job: string) =>
    `gcloud scheduler jobs resume ${job} --location=${region} --project=${projectId}`;
  return compare(context, 'Cloud Scheduler jobs', { wanted, there, running: 'ENABLED', resume });
}

interface Comparison {
  /** Null without an artifact that tells. */
  wanted: string[] | null;
  there: z.infer<typeof stateSchema>[];
  /** The state in which it works. */
  running: string;
  resume: (name: string) => string;
}

function compare(
  { isDeployed, projectId }: CloudContext,
  name: string,
  { wanted, there, running, resume }: Comparison,
): CheckResult[] {
  if (!wanted) {
    return [{ name, status: 'unknown', message: 'only a built artifact says which are needed' }];
  }
  const states = new Map(there.map((one) => [one.name.split('/').at(-1), one.state]));
  const stopped = wanted.filter((one) => states.has(one) && states.get(one) !== running);
  const absent = wanted.filter((one) => !states.has(one));
  const results = stopped.map((one): CheckResult => {
    return { name, status: 'missing', message: `${one} is ${states.get(one)}`, fix: resume(one) };
  });
  if (absent.length > 0) {
    const message = `not there yet: ${absent.join(', ')}`;
    const fix = `${firebase} deploy --only functions:api --project ${projectId}`;
    results.push(
      isDeployed ? { name, status: 'missing', message, fix } : { name, status: 'pending', message },
    );
  }
  return results.length > 0 ? results : [{ name, status: 'ok', message: `all ${wanted.length} are there` }];
}
