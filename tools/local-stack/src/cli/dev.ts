import { join } from 'node:path';
import { buildApi, sources } from '../stack/build-api.ts';
import { buildDashboard, dashboardSources } from '../stack/build-dashboard.ts';
import { defaultStateDir } from '../stack/repository.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { watchSources } from '../stack/watch-sources.ts';
import { StackError, sentenceOf } from '../stack-error.ts';
import { runWalkthrough, type WalkthroughReport } from '../walkthrough/walkthrough.ts';
import type { RunArguments } from './arguments.ts';
import { createNarrator, type Narrator, seconds } from './narrator.ts';
import { findDemoConnection, invitation, stepTable } from './summary.ts';

const colours = { ok: 'green', failed: 'red', skipped: 'yellow' } as const;

const exitOk = 0;
const exitFailed = 1;
/** 128 + SIGINT, as shells have it. */
const interrupted = 130;

/**
 * Starts the stack, runs the demonstration and stays up until a signal, or stops after the demonstration with `once`.
 *
 * @returns the exit status.
 */
export async function dev(options: RunArguments): Promise<number> {
  const narrator = createNarrator();
  const interruption = new AbortController();
  let stack: Stack | undefined;
  const interrupt = (): void => {
    if (interruption.signal.aborted) {
      // Asked twice. What the emulators started notices that its parent is gone.
      stack?.kill();
      process.exit(interrupted);
    }
    narrator.line();
    narrator.progress('stopping (once more to force it)');
    interruption.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, interrupt);
  }

  const emulatorsEnded = Promise.withResolvers<never>();
  // A caller that waits gets the error; while the stack stops, none does.
  emulatorsEnded.promise.catch(() => {});
  try {
    stack = await startStack({
      ports: options.anyPorts ? 'any' : 'fixed',
      fresh: options.fresh,
      newKey: options.newKey,
      firestoreKind: options.firestore,
      stateDir: options.stateDir ?? defaultStateDir,
      onProgress: narrator.progress,
      onFailure: emulatorsEnded.reject,
      signal: interruption.signal,
    });
    // From here on the folder is ours.
    narrator.keepIn(join(stack.state.logs, 'dev.log'));
    const quiet = quietAfter(interruption.signal, narrator);
    if (options.demo) {
      const report = await Promise.race([
        demonstrate(stack, options, quiet),
        emulatorsEnded.promise,
        aborted(interruption),
      ]);
      if (options.once) {
        return report.ok ? exitOk : exitFailed;
      }
    }
    for (const line of invitation(stack, await findDemoConnection(stack))) {
      narrator.line(line);
    }
    const endWatches = await Promise.all([
      watchSources({ sources, onChange: () => rebuild('code', buildApi, stack?.reload, quiet) }),
      watchSources({
        sources: dashboardSources,
        onChange: () => rebuild('dashboard', buildDashboard, stack?.reloadDashboard, quiet),
      }),
    ]);
    try {
      await Promise.race([emulatorsEnded.promise, aborted(interruption)]);
    } finally {
      for (const end of endWatches) {
        end();
      }
    }
    return exitOk;
  } catch (error) {
    // It was stopped on request: no failure, even though `--once` did not finish.
    if (interruption.signal.aborted) {
      return options.once ? interrupted : exitOk;
    }
    complain(error, options, narrator);
    return exitFailed;
  } finally {
    if (stack) {
      const startedAtMs = performance.now();
      await stack.stop();
      narrator.progress(`stopped everything in ${seconds(performance.now() - startedAtMs)}`);
    }
  }
}

/** Builds what has changed and has the emulators serve it. Faults are told, and all stays as it was. */
async function rebuild(
  what: string,
  build: () => Promise<boolean>,
  load: (() => Promise<void>) | undefined,
  narrator: Pick<Narrator, 'line' | 'progress'>,
): Promise<void> {
  const startedAtMs = performance.now();
  try {
    if (!(await build())) {
      return;
    }
    narrator.progress(`the ${what} has changed: loading it`);
    await load?.();
    narrator.progress(`loaded after ${seconds(performance.now() - startedAtMs)}`, 'green');
  } catch (error) {
    narrator.line(sentenceOf(error), 'red');
  }
}

async function demonstrate(
  stack: Stack,
  { verbose }: RunArguments,
  narrator: Pick<Narrator, 'line' | 'progress'>,
): Promise<WalkthroughReport> {
  const report = await runWalkthrough(stack, {
    onStep: (number, title) => {
      narrator.line();
      narrator.progress(`${number}. ${title}`, 'bold');
    },
    onLine: (line) => narrator.line(`           ${line}`, 'dim'),
    onResult: ({ outcome, durationMs, failure, cause }) => {
      if (failure !== undefined) {
        narrator.line(`           ${failure}`, 'red');
      }
      if (verbose && cause instanceof Error) {
        narrator.line(cause.stack);
      }
      const duration = outcome === 'skipped' ? '' : ` after ${seconds(durationMs)}`;
      narrator.line(`           ${outcome}${duration}`, colours[outcome]);
    },
  });
  narrator.line();
  for (const line of stepTable(report)) {
    narrator.line(line, report.ok ? 'green' : 'yellow');
  }
  narrator.line();
  if (!report.ok) {
    narrator.line(`What the functions said is in ${stack.logFile}`);
  }
  return report;
}

/** Steps that fail because the stack is being stopped are of no interest. */
function quietAfter(signal: AbortSignal, { line, progress }: Narrator): Pick<Narrator, 'line' | 'progress'> {
  return {
    line: (text, style) => {
      if (!signal.aborted) {
        line(text, style);
      }
    },
    progress: (sentence, style) => {
      if (!signal.aborted) {
        progress(sentence, style);
      }
    },
  };
}

async function aborted({ signal }: AbortController): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) {
      reject(signal.reason);
    }
  });
}

function complain(error: unknown, { verbose }: RunArguments, { line }: Narrator): void {
  const expected = error instanceof StackError;
  line();
  line(expected ? error.message : `Something unexpected went wrong: ${sentenceOf(error)}`, 'red');
  if (verbose && error instanceof Error) {
    line(error.stack);
  } else if (!expected) {
    line('Add --verbose to see where.');
  }
}
