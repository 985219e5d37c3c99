import { performance } from 'node:perf_hooks';
import { quantile } from './statistics.ts';

/** So many calls in all, by so many callers who each wait for their answer before they call again. */
export interface Load {
  callers: number;
  calls: number;
}

/** What calls took. */
export interface Measured {
  /** Median of their latencies, in milliseconds. */
  medianMs: number;
  /** From the first call to the last answer, in milliseconds. */
  wallMs: number;
  /** Processor time of this process for each call, in milliseconds. */
  cpuMsPerCall: number;
}

/** Calls, and measures this process meanwhile. */
export async function measure(
  { callers, calls }: Load,
  call: (index: number) => Promise<unknown>,
): Promise<Measured> {
  const latencies: number[] = [];
  let next = 0;
  const caller = async () => {
    for (let index = next; index < calls; index = next) {
      next += 1;
      const startedAtMs = performance.now();
      await call(index);
      latencies.push(performance.now() - startedAtMs);
    }
  };
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  await Promise.all(Array.from({ length: callers }, caller));
  const wallMs = performance.now() - startedAtMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { medianMs: quantile(latencies, 0.5), wallMs, cpuMsPerCall: (user + system) / 1000 / calls };
}
