/** How much of everything a run does. */
export interface Sizes {
  encryption: { rounds: number; sliceMs: number };
  freshToken: { rounds: number; callsAlone: number; callsTogether: number; callers: number };
  refresh: { rounds: number; refreshes: number };
  sweep: { rounds: number; due: number; sequential: number; atOnce: number; latencyMs: number };
  sweepReads: { due: number; totals: readonly number[] };
  list: { rounds: number; sliceSeconds: number; total: number; connections: number };
  tokenRoute: { rounds: number; requests: number; firstRequests: number; connections: number };
  import: { rounds: number; rows: number };
  auditExport: { rounds: number; events: number };
  coldStart: { rounds: number };
}

/** What `pnpm bench` does: under ten minutes on two cores. */
export const fullSizes: Sizes = {
  encryption: { rounds: 11, sliceMs: 250 },
  freshToken: { rounds: 13, callsAlone: 200, callsTogether: 3_200, callers: 64 },
  refresh: { rounds: 11, refreshes: 100 },
  sweep: { rounds: 3, due: 10_000, sequential: 100, atOnce: 1_000, latencyMs: 50 },
  sweepReads: { due: 100, totals: [1_000, 10_000, 100_000] },
  list: { rounds: 8, sliceSeconds: 2, total: 10_000, connections: 10 },
  tokenRoute: { rounds: 8, requests: 2_000, firstRequests: 300, connections: 10 },
  import: { rounds: 3, rows: 5_000 },
  auditExport: { rounds: 7, events: 5_000 },
  coldStart: { rounds: 8 },
};

/** What the tests do: everything once, as little of it as will do. */
export const smokeSizes: Sizes = {
  encryption: { rounds: 1, sliceMs: 5 },
  freshToken: { rounds: 1, callsAlone: 3, callsTogether: 8, callers: 4 },
  refresh: { rounds: 1, refreshes: 3 },
  sweep: { rounds: 1, due: 40, sequential: 2, atOnce: 8, latencyMs: 5 },
  sweepReads: { due: 10, totals: [50, 300] },
  list: { rounds: 1, sliceSeconds: 3, total: 50, connections: 2 },
  tokenRoute: { rounds: 1, requests: 20, firstRequests: 10, connections: 2 },
  import: { rounds: 1, rows: 50 },
  auditExport: { rounds: 1, events: 20 },
  coldStart: { rounds: 1 },
};
