import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type FirestoreProxy, startFirestoreProxy } from '@klayim/local-firestore';
import type { KeyRotation } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { hourMs, minuteMs } from '../../src/lib/duration.ts';
import { toKeyRotation } from '../../src/repositories/cross-tenant/key-rotation.document.ts';
import { verifyCanaries } from '../../src/repositories/platform/encryption-canary.repository.ts';
import type { LoadMessage, LoadReport, LoadTarget } from '../load-worker.ts';
import type { RotateMessage } from '../rotation-worker.ts';
import { createTestKeys } from '../test-keys.ts';
import { testRepositories } from '../test-repositories.ts';
import type { Grant, TokenServer } from './interleaving-token-server.ts';

const clock = () => Date.now();
const pageSize = 10;
const generations = 4;

/** How much a cycle does. */
export interface CycleScale {
  records: number;
  /** Of them, how many the callers may disconnect. */
  doomed: number;
  /** Concurrent callers in each of the two instances that serve at a time. */
  callers: number;
  /** What each caller waits between two calls, in milliseconds. */
  pauseMs: number;
}

/** One connection of the cycle, and its grant at the provider. */
export interface CycleRecord extends LoadTarget {
  grant: Grant;
}

/**
 * Instances of several generations of one deployment, in processes of their own, over one Firestore and one strictly
 * rotating provider. An instance of a generation writes with that generation's key, and reads those before it and the one
 * after it, as docs/key-rotation.md has it deployed.
 */
export async function startCycle(
  { firestore, projectId }: { firestore: () => Firestore; projectId: string },
  tokenServer: TokenServer,
  scale: CycleScale,
) {
  const keys = createTestKeys(generations + 1);
  const proxy: FirestoreProxy = await startFirestoreProxy({
    target: process.env['FIRESTORE_EMULATOR_HOST'] ?? '',
  });
  const children = new Set<ChildProcess>();
  const keyUsage = testRepositories({ firestore, clock }).keyUsageRepository;
  const rotations = testRepositories({ firestore, clock }).keyRotationRepository;
  const repositoryWith = (current: number, ...readable: number[]) =>
    testRepositories({
      firestore,
      clock,
      keyring: () => Promise.resolve(keys.keyringOf(current, ...readable)),
    }).integrationRepository;

  const environmentOf = (generation: number) => ({
    ...process.env,
    GCLOUD_PROJECT: projectId,
    METADATA_SERVER_DETECTION: 'none',
    PUBLIC_BASE_URL: 'http://127.0.0.1:65535/api',
    GOOGLE_CLIENT_ID: 'client',
    GOOGLE_CLIENT_SECRET: 'secret',
    GOOGLE_TOKEN_ENDPOINT: tokenServer.tokenEndpoint,
    GOOGLE_REVOCATION_ENDPOINT: tokenServer.revocationEndpoint,
    ...keys.environmentOf(
      generation,
      ...Array.from({ length: generation + 1 }, (_, index) => index + 1).filter(
        (each) => each !== generation,
      ),
    ),
  });

  async function start(file: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
    const child = fork(new URL(`../${file}`, import.meta.url), {
      env,
      // Its log lines go to both; what it has to say comes as messages.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
    await receiveAnswer(child);
    return child;
  }

  /** Accounts of several organizations, connected under the first key. */
  async function connectAll(): Promise<CycleRecord[]> {
    await verifyCanaries(firestore(), keys.keyringOf(1), clock);
    const repository = repositoryWith(1);
    return Promise.all(
      Array.from({ length: scale.records }, async (_, index): Promise<CycleRecord> => {
        const organizationId = `organization-${index % 7}`;
        const { accessToken, refreshToken, grant } = tokenServer.issue();
        const expiresAt = Timestamp.fromMillis(Date.now() + hourMs);
        const account = {
          provider: 'google_calendar' as const,
          accountId: `account-${index}`,
          accountEmail: `account-${index}@example.com`,
          scopes: ['openid'],
          missingScopes: [],
          credentials: { accessToken, refreshToken },
          expiresAt,
          refreshDueAt: expiresAt,
        };
        const { id } = await repository.create(organizationId, account, () => false);
        return { organizationId, integrationId: id, doomed: index < scale.doomed, grant };
      }),
    );
  }

  /** An instance that serves callers; `stop` says what it did. */
  async function serve(generation: number, records: readonly CycleRecord[]) {
    const child = await start('load-worker.ts', environmentOf(generation));
    const targets = records.map(({ grant: _, ...target }) => target);
    child.send({ targets, callers: scale.callers, pauseMs: scale.pauseMs } satisfies LoadMessage);
    return {
      async stop(): Promise<LoadReport> {
        const answer = receiveAnswer<LoadReport>(child);
        child.send('stop' satisfies LoadMessage);
        return answer;
      },
    };
  }

  const startRotator = (generation: number) =>
    start('rotation-worker.ts', { ...environmentOf(generation), FIRESTORE_EMULATOR_HOST: proxy.host });
  const timing: RotateMessage = { pageSize, claimTtlMs: 1_000, budgetMs: minuteMs, passPauseMs: 50 };

  /** A rotation that is killed when so many records are re-encrypted and the next is on its way. */
  async function rotateAndKill(generation: number, afterRecords: number): Promise<void> {
    const rotator = await startRotator(generation);
    const held = holdReencryption(proxy, afterRecords);
    // It may come to its end before that; instances with the older key then give it more to do.
    rotator.on('message', () => rotator.send(timing));
    rotator.send(timing);
    await orDeath(rotator, held.reached);
    const exited = once(rotator, 'exit');
    rotator.kill('SIGKILL');
    await exited;
    held.remove();
  }

  /** Shares of work, one after the other, until the rotation is finished. */
  async function rotateToTheEnd(generation: number): Promise<void> {
    const rotator = await startRotator(generation);
    for (let result: unknown; result !== 'finished'; ) {
      const answer = receiveAnswer<unknown>(rotator);
      rotator.send(timing);
      result = await answer;
      // The claim of the one that was killed is not over yet.
      if (result === 'idle') {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    rotator.kill();
  }

  async function readProgress(generation: number): Promise<KeyRotation> {
    const rotation = await rotations.find(generation);
    if (!rotation) {
      throw new Error(`nothing was rotated to ${generation}`);
    }
    return toKeyRotation(rotation, await keyUsage.countOlderThan(generation));
  }

  return {
    connectAll,
    serve,
    rotateAndKill,
    rotateToTheEnd,
    readProgress,
    versionsInUse: () => keyUsage.findVersionsInUse(),
    countUsage: (version: number) => keyUsage.countUsage(version),
    repositoryWith,
    async stop(): Promise<void> {
      for (const child of children) {
        child.kill('SIGKILL');
      }
      await proxy.stop();
    },
  };
}

async function receiveAnswer<Answer>(child: ChildProcess): Promise<Answer> {
  const [answer] = (await orDeath(child, once(child, 'message'))) as [Answer];
  return answer;
}

/** What is awaited of a process, unless it ends first: then it never comes. */
async function orDeath<Result>(child: ChildProcess, awaited: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  const died = once(child, 'exit', { signal: over.signal }).then(([code, signal]) => {
    throw new Error(`${child.spawnargs[1]} ended with ${code ?? signal}`);
  });
  try {
    return await Promise.race([awaited, died]);
  } finally {
    died.catch(() => undefined);
    over.abort();
  }
}

interface CommitMessage {
  writes?: { updateMask?: { fieldPaths?: string[] | null } | null }[];
}

/** Lets so many re-encryptions pass, and holds whatever follows. */
function holdReencryption(proxy: FirestoreProxy, passing: number) {
  const arrived = Promise.withResolvers<void>();
  const never = new Promise<void>(() => undefined);
  let seen = 0;
  const remove = proxy.intercept(({ rpc, phase, message }) => {
    if (rpc !== 'Commit' || phase !== 'request') {
      return undefined;
    }
    const [write] = (message as CommitMessage).writes ?? [];
    if (write?.updateMask?.fieldPaths?.join() !== 'credentials') {
      return undefined;
    }
    seen += 1;
    if (seen <= passing) {
      return undefined;
    }
    arrived.resolve();
    return never;
  });
  return { reached: arrived.promise, remove };
}
