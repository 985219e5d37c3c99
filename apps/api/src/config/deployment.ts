import { defineInt, defineString } from 'firebase-functions/params';

/*
 * What an operator may decide about the functions themselves. Each is a parameter of the deployment with the value that
 * `apps/api/deploy/.env` gives; `apps/api/deploy/.env.<project>` overrules it. What the code relies on, a timeout for
 * one, is no parameter and stands where the function is declared.
 */

const region = defineString('FUNCTIONS_REGION', {
  default: 'us-central1',
  description:
    'Where all functions run: best where Firestore is, since each request waits for it several times.',
});

/** Where all functions run, as an option of theirs: its value is known only when they are deployed. */
export const regionOption = region;

/** Where all functions run, for the code that runs there; a task queue's address holds it. */
export function functionsRegion(): string {
  return region.value();
}

/** Memory of every function, in MiB. */
export const memoryMb = defineInt('FUNCTIONS_MEMORY_MB', {
  default: 512,
  description: 'Loaded and at work, a function takes about 150 MiB; 80 requests at once add little to it.',
});

/** Instances of the API that wait for requests. */
export const apiMinInstances = defineInt('API_MIN_INSTANCES', {
  default: 0,
  description:
    'One spares nearly all callers a cold start of about a second, for the price of an idle instance.',
});

/** Instances of the API at most. */
export const apiMaxInstances = defineInt('API_MAX_INSTANCES', {
  default: 20,
  description: 'Bounds what a flood of requests can cost.',
});

/** Requests that one instance of the API works on at once. */
export const apiConcurrency = defineInt('API_CONCURRENCY', {
  default: 80,
  description: 'A request mostly waits for Firestore or a provider; one CPU does so for 80 of them.',
});

/** Tasks of the refresh queue that are worked on at once, in all instances together. */
export const refreshQueueConcurrency = defineInt('REFRESH_QUEUE_CONCURRENCY', {
  default: 40,
  description:
    'Ten instances, each with 16 refreshes of a provider at once: 640 a second. See docs/scale.md.',
});

/** Tasks of the refresh queue that are started in a second. */
export const refreshQueueRate = defineInt('REFRESH_QUEUE_RATE', {
  default: 500,
  description:
    'The most there is. The concurrency limits the load; this would only hold up tasks that are out of date.',
});

/** Instances of the functions that work on tasks, at most. */
export const workerMaxInstances = defineInt('WORKER_MAX_INSTANCES', {
  default: 20,
  description:
    'More than REFRESH_QUEUE_CONCURRENCY over the 4 tasks of an instance: the queue would be refused.',
});

/**
 * Whom each class of functions acts as: accounts of the project that is deployed to, made as docs/deploy.md says. They are
 * no parameters, since a queue names who may fill it, and that takes none.
 */
export const serviceAccounts = {
  /** Reads and writes data, verifies ID tokens, reads all secrets. */
  api: 'klayim-api@',
  /** Reads what is due and fills queues. It has no secret, and so cannot read a credential. */
  scheduler: 'klayim-scheduler@',
  /** Reads and writes data, reads all secrets; the functions that act as it are reached by queues and the schedule alone. */
  worker: 'klayim-worker@',
} as const;

/** The name that a function has once it is deployed: firebase-tools prefixes those of a function kit with its instance. */
export function deployedName(
  functionName: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const kit = environment['FIREBASE_KIT_INSTANCE_ID'];
  return kit ? `kit-${kit}-${functionName}` : functionName;
}

/** Name of the function, and therefore of the queue, that refreshes batches. */
export const refreshQueueName = 'refreshTokenBatch';

/** Name of the function, and therefore of the queue, that stores renewed credentials once Firestore can be reached. */
export const deferredCommitQueueName = 'storeDeferredCommit';

/** Name of the function, and therefore of the queue, that does what operators start. */
export const operatorQueueName = 'runOperatorJob';

/** Name of the function, and therefore of the queue, that sends mails. */
export const mailQueueName = 'sendMail';

/** Name of the function, and therefore of the queue, that works on imports of employees. */
export const importQueueName = 'importEmployees';

/** Name of the function, and therefore of the queue, that delivers webhooks. */
export const webhookQueueName = 'deliverWebhooks';
