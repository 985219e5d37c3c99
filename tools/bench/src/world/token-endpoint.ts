import type { TokenEndpointState, TokenEndpointTask } from '../contenders/token-endpoint.process.ts';
import { startChild } from '../harness/child.ts';

/** A token endpoint in a process of its own. */
export interface TokenEndpoint {
  origin: string;
  /** Answers so late from now on, and says what went on since it was asked the last time. */
  reset(latencyMs: number): Promise<TokenEndpointState>;
  stop(): Promise<void>;
}

/** Starts one that answers after so many milliseconds. */
export async function startTokenEndpoint(latencyMs = 0): Promise<TokenEndpoint> {
  const child = await startChild(new URL('../contenders/token-endpoint.process.ts', import.meta.url));
  const reset = (ms: number) => child.ask<TokenEndpointState>({ latencyMs: ms } satisfies TokenEndpointTask);
  const { origin } = await reset(latencyMs);
  return { origin, reset, stop: () => child.stop() };
}
