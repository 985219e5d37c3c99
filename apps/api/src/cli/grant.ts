/** The command that gives and takes roles: see `grantHelp`. Answers are JSON on standard output, all else on standard error. */
import { connect } from 'node:net';
import { fixedPorts, loopbackHost } from '@klayim/local-stack/ports';
import { defaultProjectId } from '@klayim/local-stack/repository';
import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { firestoreDatabaseId, getAuthApp } from '../lib/firestore.ts';
import { createAccountClaims } from '../services/identity/account-claims.ts';
import { composeProcess } from '../services/process.ts';
import { type GrantRequest, grantHelp, readGrantArguments } from './grant-arguments.ts';
import { createMemberships, type UserAccess } from './memberships.ts';
import { Refusal, UsageError } from './refusal.ts';
import { findTarget, type Target } from './target.ts';

const say = (sentence: string) => console.error(sentence);

async function run(args: readonly string[]): Promise<void> {
  const request = readGrantArguments(args);
  if (!request) {
    process.stdout.write(grantHelp);
    return;
  }
  const target = await findTarget({
    project: request.project,
    environment: process.env,
    local: {
      projectId: defaultProjectId,
      auth: `${loopbackHost}:${fixedPorts.auth}`,
      firestore: `${loopbackHost}:${fixedPorts.firestore}`,
    },
    isListening,
  });
  say(`Project ${target.projectId}${target.emulators ? ' (emulators)' : ''}`);
  console.log(JSON.stringify(await perform(request, target), null, 2));
}

async function perform(request: GrantRequest, { projectId, emulators }: Target): Promise<UserAccess> {
  if (emulators) {
    // The SDK reads them when it is first used.
    process.env['FIREBASE_AUTH_EMULATOR_HOST'] = emulators.auth;
    process.env['FIRESTORE_EMULATOR_HOST'] = emulators.firestore;
    process.env['METADATA_SERVER_DETECTION'] ??= 'none';
  }
  const app = initializeApp({ projectId });
  const firestore = () => getFirestore(app, firestoreDatabaseId());
  const auth = getAuth(getAuthApp(app));
  const accountClaims = createAccountClaims({ auth: () => auth });
  const memberships = createMemberships({ auth, ...composeProcess({ firestore, accountClaims }), say });
  try {
    if (request.action === 'show') {
      return await memberships.show(request.email);
    }
    return await (request.action === 'grant' ? memberships.grant(request) : memberships.revoke(request));
  } finally {
    await firestore().terminate();
  }
}

function isListening(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`http://${address}`);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const answer = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    say(`grant: ${error.message}\nTry "grant --help".`);
  } else if (error instanceof Refusal) {
    say(`grant: ${error.message}`);
  } else {
    say(`grant: it failed: ${error instanceof Error ? error.message : String(error)}`);
  }
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
