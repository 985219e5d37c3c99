import type { Bench } from '../bench-context.ts';
import { auditExportBench } from './audit-export.bench.ts';
import { coldStartBench } from './cold-start.bench.ts';
import { encryptionBench } from './encryption.bench.ts';
import { freshTokenBench } from './fresh-token.bench.ts';
import { importBench } from './import.bench.ts';
import { listBench } from './list.bench.ts';
import { operationsBench } from './operations.bench.ts';
import { refreshBench } from './refresh.bench.ts';
import { sweepBench } from './sweep.bench.ts';
import { sweepReadsBench } from './sweep-reads.bench.ts';
import { tokenRouteBench } from './token-route.bench.ts';

/** All benches, in the order of the table. The one that fills its Firestore most comes last. */
export const benches: readonly Bench[] = [
  encryptionBench,
  freshTokenBench,
  tokenRouteBench,
  refreshBench,
  sweepBench,
  listBench,
  importBench,
  auditExportBench,
  coldStartBench,
  operationsBench,
  sweepReadsBench,
];
