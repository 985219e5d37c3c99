import { sentenceOf } from '../stack-error.ts';

/** How one step ended. `skipped`: an earlier one had not made what it needs. */
export interface StepResult {
  readonly title: string;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly durationMs: number;
  /** What was wrong, in a sentence. */
  readonly failure?: string;
  /** What was thrown. */
  readonly cause?: unknown;
}

/** Where a job tells what it does while it does it. */
export interface StepListener {
  readonly onStep?: (number: number, title: string) => void;
  readonly onResult?: (result: StepResult) => void;
}

/** One step, on what all of them share. */
export interface Step<Context, Need extends string> {
  readonly title: string;
  readonly run: (context: Context) => Promise<void>;
  /** What has to be there: a step without it is skipped. */
  readonly needs?: readonly Need[];
}

/**
 * Runs steps one after the other. A step that fails does not throw: it is in the results, and those after it go on, except
 * those that need what it should have made.
 *
 * @param has whether what a step needs is there by now.
 */
export async function runSteps<Context, Need extends string>(
  steps: readonly Step<Context, Need>[],
  context: Context,
  has: (need: Need) => boolean,
  listener: StepListener = {},
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const [index, step] of steps.entries()) {
    const { title, needs = [] } = step;
    listener.onStep?.(index + 1, title);
    const result: StepResult = needs.every(has)
      ? await runStep(step, context)
      : { title, outcome: 'skipped', durationMs: 0 };
    results.push(result);
    listener.onResult?.(result);
  }
  return results;
}

async function runStep<Context, Need extends string>(
  { title, run }: Step<Context, Need>,
  context: Context,
): Promise<StepResult> {
  const startedAtMs = performance.now();
  const durationMs = () => performance.now() - startedAtMs;
  try {
    await run(context);
    return { title, outcome: 'ok', durationMs: durationMs() };
  } catch (error) {
    return { title, outcome: 'failed', durationMs: durationMs(), failure: sentenceOf(error), cause: error };
  }
}
