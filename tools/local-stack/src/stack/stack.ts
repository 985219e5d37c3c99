import { join } from 'node:path';
import type { AuthorizationServer } from '@klayim/local-oauth';
import type { Role } from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import type { StackError } from '../stack-error.ts';
import { createAuthUsers, stackOperator } from './auth-users.ts';
import { buildApi } from './build-api.ts';
import { buildDashboard } from './build-dashboard.ts';
import { type Emulators, startEmulators, startTimeoutMs } from './emulators.ts';
import { createOrganizations, openFirestore } from './firestore.ts';
import { functionSettings } from './function-settings.ts';
import { type StackMail, startMail } from './mail.ts';
import { startOAuthServer } from './oauth-servers.ts';
import { findFreePorts, fixedPorts, loopbackHost, type Ports, requireFreePorts } from './ports.ts';
import { defaultProjectId, defaultStateDir, region } from './repository.ts';
import { makeRunFolder } from './run-folder.ts';
import { openStateFolder, type StateFolder } from './state-folder.ts';
import { lockStateFolder } from './state-lock.ts';
import { waitFor } from './wait.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

/** How to start a stack. */
export interface StackOptions {
  /** `fixed`, the documented ones, or `any` free ones. Default: `fixed`. */
  readonly ports?: 'fixed' | 'any';
  /** Delete data, grants and keys of earlier runs first. Default: false. */
  readonly fresh?: boolean;
  /** Make a new encryption key current. Default: false. */
  readonly newKey?: boolean;
  /** What outlives a run. Default: `.local` at the root of the repository. */
  readonly stateDir?: string;
  /** It must start with `demo-`. Default: `demo-klayim`. */
  readonly projectId?: string;
  /** Receives a sentence for every step of the start. Default: none. */
  readonly onProgress?: (sentence: string) => void;
  /** `host:port` of a running Firestore to use. Default: FIRESTORE_EMULATOR_HOST; null to start our own all the same. */
  readonly firestoreHost?: string | null;
  /** Which Firestore to start when none is running: ours, or Google's emulator. Default: `local`. */
  readonly firestoreKind?: 'local' | 'google';
  /** A provider that the API has no client of, as in a deployment that has not registered there. Default: none. */
  readonly without?: 'google' | 'microsoft';
  /** A built and installed API to run. Default: the one of this clone, built if need be. */
  readonly artifact?: string;
  /** Gives up the start. */
  readonly signal?: AbortSignal;
  /** Called when the emulators end by themselves after the start. */
  readonly onFailure?: (error: StackError) => void;
}

/** The whole product on this machine. */
export interface Stack {
  readonly projectId: string;
  /** Base URL of the API, as in `KLAYIM_API_URL`. */
  readonly apiUrl: string;
  /** The dashboard, which has the API below `/api`. */
  readonly dashboardUrl: string;
  /** The Auth emulator, as in `KLAYIM_AUTH_URL`. */
  readonly authUrl: string;
  /** `host:port`, as in FIRESTORE_EMULATOR_HOST. */
  readonly firestoreHost: string;
  /** False when it is Google's, or FIRESTORE_EMULATOR_HOST named a running one. */
  readonly firestoreIsOurs: boolean;
  /** An administrator's client of the database. */
  readonly firestore: Firestore;
  readonly google: AuthorizationServer;
  readonly microsoft: AuthorizationServer;
  /** The mail server that the functions send through. */
  readonly mail: StackMail;
  /** A receiver of webhooks, as a customer has one. */
  readonly webhooks: WebhookReceiver;
  readonly state: StateFolder;
  /** Everything that the emulators and the functions printed. */
  readonly logFile: string;
  /** The same, line by line, as far as it has been printed. */
  readonly logLines: readonly string[];
  /** @returns an ID token of the user with this role. `organizationId` defaults to `northwind`. */
  readonly signIn: (role: Role, organizationId?: string) => Promise<string>;
  /** @returns an ID token of the operator of the platform. */
  readonly signInAsOperator: () => Promise<string>;
  /** Runs the scheduled function, as Cloud Scheduler would. */
  readonly triggerSweep: () => Promise<void>;
  /** A POST with `{}` here writes the mails that are due and has them sent, as the schedule would. */
  readonly notificationsTrigger: string;
  /** The same. */
  readonly triggerNotifications: () => Promise<void>;
  /** Runs the API that was built meanwhile. @throws {StackError} when it cannot be loaded; the old one goes on then. */
  readonly reload: () => Promise<void>;
  /** Ends the processes of the API and closes its port; Hosting goes on, and answers for it that it is away. */
  readonly stopApi: () => Promise<void>;
  /** Has it answer again. */
  readonly startApi: () => Promise<void>;
  /** Serves the dashboard that was built meanwhile. */
  readonly reloadDashboard: () => Promise<void>;
  /** Stops everything. Calling it again is harmless. */
  readonly stop: () => Promise<void>;
  /** Ends the child processes at once. */
  readonly kill: () => void;
}

/**
 * Starts the whole product: Firestore, two authorization servers, and Firebase's Auth, Functions, Cloud Tasks
 * and Hosting emulators with the built API and dashboard; creates organizations and users. What had been started is stopped when a step fails.
 *
 * @throws {StackError} with a sentence that says what to do.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { stateDir = defaultStateDir, projectId = defaultProjectId, fresh = false } = options;
  const say = options.onProgress ?? (() => {});
  const given =
    options.firestoreHost === undefined ? process.env['FIRESTORE_EMULATOR_HOST'] : options.firestoreHost;
  const externalHost = given || undefined;
  const ports =
    options.ports === 'any'
      ? await findFreePorts()
      : await requireFreePorts(fixedPorts, externalHost === undefined ? [] : ['firestore']);
  const origin = (port: number) => `http://${loopbackHost}:${port}`;
  const apiUrl = `${origin(ports.functions)}/${projectId}/${region}/api`;

  await using started = new AsyncDisposableStack();
  started.defer(await lockStateFolder(stateDir));
  if (fresh) {
    say('forgetting the data of earlier runs');
  }
  const state = await openStateFolder(stateDir, { fresh, newKey: options.newKey ?? false });

  const firestore = await openFirestore({
    projectId,
    kind: options.firestoreKind ?? 'local',
    say,
    port: ports.firestore,
    dataDir: state.firestore,
    externalHost,
    fresh,
  });
  started.defer(firestore.stop);
  await createOrganizations(firestore.client);

  say(
    `starting authorization servers: Google on ${origin(ports.google)}, Microsoft on ${origin(ports.microsoft)}`,
  );
  const google = await startOAuthServer('google', { ports, state, apiUrl });
  started.defer(google.stop);
  const microsoft = await startOAuthServer('microsoft', { ports, state, apiUrl });
  started.defer(microsoft.stop);

  const mail = await startMail(ports);
  started.defer(mail.server.stop);
  say(`started a mail server on ${mail.server.host}:${mail.server.port}, its mails are on ${mail.pageUrl}`);

  const webhooks = await startWebhookReceiver(ports.webhooks);
  started.defer(webhooks.stop);
  say(`started a receiver of webhooks, which shows them on ${webhooks.pageUrl}`);

  if (options.artifact === undefined) {
    say((await buildApi()) ? 'built the API' : 'the built API is up to date');
  }
  const authUrl = origin(ports.auth);
  const dashboardUrl = origin(ports.hosting);
  const settings = functionSettings(
    { apiUrl, dashboardUrl },
    { google, microsoft, mail },
    state.keys,
    options.without,
  );
  const folder = await makeRunFolder(state.runs, {
    ports,
    authUrl,
    artifact: options.artifact,
    ...settings,
  });
  started.defer(folder.remove);

  say(`starting Firebase's Functions, Auth, Cloud Tasks and Hosting emulators on ${describe(ports)}`);
  const logFile = join(state.logs, 'emulators.log');
  let ready = false;
  const emulators = startEmulators({
    projectId,
    folder: folder.path,
    firestoreHost: firestore.host,
    logFile,
    onFailure: (error) => {
      if (ready) {
        options.onFailure?.(error);
      }
    },
  });
  started.defer(emulators.stop);
  const users = createAuthUsers(authUrl, projectId);
  const { signal } = options;
  await answering(authUrl, { what: 'the Auth emulator', signal, emulators });
  // The pages are built while the functions start: nothing waits for them but the last line.
  const dashboard = buildDashboard().then(folder.placeDashboard);
  dashboard.catch(() => {});
  say('creating organizations and users');
  await users.createAll();
  say('waiting for the functions');
  await answering(`${apiUrl}/healthz`, { what: `the functions (their log: ${logFile})`, signal, emulators });
  await dashboard;
  ready = true;
  say(`everything is up, the dashboard on ${dashboardUrl}`);

  const triggerOf = (name: string) =>
    `${origin(ports.functions)}/functions/projects/${projectId}/triggers/${region}-${name}-0`;
  const running = started.move();
  let stopped: Promise<void> | undefined;
  return {
    projectId,
    apiUrl,
    dashboardUrl,
    authUrl,
    firestoreHost: firestore.host,
    firestoreIsOurs: firestore.ours,
    firestore: firestore.client,
    google,
    microsoft,
    mail,
    webhooks,
    state,
    logFile,
    logLines: emulators.lines,
    signIn: (role, organizationId = 'northwind') => users.signIn(`${role}@${organizationId}.example`),
    signInAsOperator: () => users.signIn(stackOperator.email),
    triggerSweep: () => trigger(triggerOf('refreshExpiringTokens')),
    notificationsTrigger: triggerOf('deliverNotifications'),
    triggerNotifications: () => trigger(triggerOf('deliverNotifications')),
    reload: async () => {
      await folder.reload();
      await emulators.reload();
    },
    stopApi: emulators.stopFunctions,
    startApi: emulators.startFunctions,
    reloadDashboard: folder.placeDashboard,
    stop: () => {
      stopped ??= running.disposeAsync();
      return stopped;
    },
    kill: emulators.kill,
  };
}

function describe({ functions, auth, tasks, hosting }: Ports): string {
  return `ports ${functions}, ${auth}, ${tasks} and ${hosting}`;
}

async function answering(
  url: string,
  { what, signal, emulators }: { what: string; signal: AbortSignal | undefined; emulators: Emulators },
): Promise<void> {
  const enough = new AbortController();
  const answers = waitFor(() => isOk(url), {
    what,
    timeoutMs: startTimeoutMs,
    intervalMs: 150,
    signal: AbortSignal.any([enough.signal, ...(signal ? [signal] : [])]),
  });
  try {
    await Promise.race([answers, emulators.failure]);
  } finally {
    enough.abort();
  }
}

async function isOk(url: string): Promise<true | undefined> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.ok ? true : undefined;
  } catch {
    // Nothing listens yet.
    return undefined;
  }
}

async function trigger(url: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const answer = await response.text();
  if (!response.ok) {
    throw new Error(`The scheduled function answered ${response.status}: ${answer}`);
  }
}
