import type { Stack } from '../stack/stack.ts';
import { readAuditTrail } from './audit.step.ts';
import { connect } from './connect.steps.ts';
import { importDirectory } from './directory.step.ts';
import { disconnectGoogle, listBoth } from './disconnect.steps.ts';
import { giveAndTakeRole } from './grant.step.ts';
import { createJobApi } from './job-api.ts';
import type { JobContext, JobFacts, ProviderId } from './job-context.ts';
import { breakConnection } from './mail.step.ts';
import { operate } from './operator.step.ts';
import { lookAtEarlierConnections, purgeEarlierConnections, signIn } from './prepare.steps.ts';
import { seeRefusals } from './refusals.step.ts';
import { runSteps, type Step, type StepListener, type StepResult } from './run-steps.ts';
import { searchEverythingWritten } from './search.step.ts';
import { showStoredDocuments } from './stored-document.step.ts';
import { sweep } from './sweep.step.ts';
import { getTokenConcurrently, getTokenTwice, letTokenExpire } from './token.steps.ts';
import { createTranscript } from './transcript.ts';

/** What the walkthrough did and found. */
export interface WalkthroughReport {
  readonly ok: boolean;
  readonly steps: readonly StepResult[];
  readonly facts: JobFacts;
}

/** Where the job tells what it does while it does it. */
export interface WalkthroughListener extends StepListener {
  readonly onLine?: (line: string) => void;
}

/** What earlier steps make: the callers' ID tokens, and the two connections. */
type Need = 'callers' | ProviderId;

const steps: readonly Step<JobContext, Need>[] = [
  { title: 'Sign in', run: signIn },
  { title: 'Look at what earlier runs left', run: lookAtEarlierConnections, needs: ['callers'] },
  { title: 'Delete what earlier runs left', run: purgeEarlierConnections, needs: ['callers'] },
  {
    title: 'Connect a Google account',
    run: (context) => connect(context, 'google_calendar'),
    needs: ['callers'],
  },
  {
    title: 'Connect a Microsoft account',
    run: (context) => connect(context, 'microsoft_calendar'),
    needs: ['callers'],
  },
  {
    title: 'Look at the stored documents',
    run: showStoredDocuments,
    needs: ['google_calendar', 'microsoft_calendar'],
  },
  { title: 'Let a token expire and get a new one', run: letTokenExpire, needs: ['google_calendar'] },
  {
    title: 'Ask for one expired token many times at once',
    run: getTokenConcurrently,
    needs: ['google_calendar'],
  },
  { title: 'Run the scheduled sweep', run: sweep, needs: ['microsoft_calendar'] },
  { title: 'Get a token twice', run: getTokenTwice, needs: ['microsoft_calendar'] },
  { title: 'Try what is not allowed', run: seeRefusals, needs: ['google_calendar'] },
  { title: 'Operate the platform', run: operate, needs: ['google_calendar', 'microsoft_calendar'] },
  { title: 'Break a connection, read webhook and mail', run: breakConnection, needs: ['callers'] },
  { title: 'Disconnect the Google account', run: disconnectGoogle, needs: ['google_calendar'] },
  { title: 'List both', run: listBoth, needs: ['google_calendar', 'microsoft_calendar'] },
  { title: 'Import a directory from a CSV file', run: importDirectory, needs: ['callers'] },
  { title: 'Give a role and take it away', run: giveAndTakeRole, needs: ['callers'] },
  { title: 'Read the audit trail', run: readAuditTrail, needs: ['google_calendar'] },
  {
    title: 'Search everything written for secrets',
    run: searchEverythingWritten,
    needs: ['microsoft_calendar'],
  },
];

/**
 * Does the product's walkthrough on a running stack, through its public HTTP API. A failing step does not throw: it is in
 * the report, and the steps that need what it should have made are skipped. At the end the Microsoft account is connected with a token good for
 * an hour, and the Google account is disconnected.
 */
export async function runWalkthrough(
  stack: Stack,
  listener: WalkthroughListener = {},
): Promise<WalkthroughReport> {
  const said: string[] = [];
  const transcript = createTranscript();
  const context: JobContext = {
    stack,
    transcript,
    api: createJobApi(stack.apiUrl, transcript),
    say: (line) => {
      said.push(line);
      listener.onLine?.(line);
    },
    said,
    secrets: [],
    challenges: new Set(),
    dumps: [],
    facts: {
      earlier: [],
      refreshesAfterExpiry: null,
      refreshesForConcurrentCalls: null,
      refreshesBySweep: null,
      mailedTo: null,
      webhook: null,
      revocation: null,
      importedPeople: null,
      search: null,
    },
    callers: null,
    connections: { google_calendar: null, microsoft_calendar: null },
  };
  const has = (need: Need) => (need === 'callers' ? context.callers : context.connections[need]) !== null;
  const results = await runSteps(steps, context, has, listener);
  for (const { control } of [stack.google, stack.microsoft]) {
    control.reset();
  }
  return { ok: results.every(({ outcome }) => outcome === 'ok'), steps: results, facts: context.facts };
}
