/** The API, as deployed but for the functions framework before it. */
import { createApp } from '@klayim/api/app';
import { guardOutput } from '@klayim/api/lib/guard-output';
import { processGraph } from '@klayim/api/services/process';
import { serveForParent } from './serve.ts';

/** One caller makes the load of thousands: its requests are counted as theirs would be, and never refused. */
const quotas: typeof processGraph.quotas = {
  async hit(quota) {
    const hit = await processGraph.quotas.hit({ ...quota, limit: quota.limit * 1_000 });
    return { ...hit, used: Math.min(hit.used, quota.limit) };
  },
};

guardOutput(process.stdout, process.stderr);
await serveForParent(createApp({ ...processGraph, ...processGraph.config(), quotas }));
