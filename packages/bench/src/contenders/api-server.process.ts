/** The API, as deployed but for the functions framework before it. */
import { createApp } from '@klayim/api/src/app.ts';
import { container } from '@klayim/api/src/container.ts';
import { guardOutput } from '@klayim/api/src/lib/guard-output.ts';
import { leasedQuotas } from '@klayim/api/src/services/leased-quota.ts';
import { serveForParent } from './serve.ts';

/** One caller makes the load of thousands: its requests are counted as theirs would be, and never refused. */
const quotas: typeof leasedQuotas = {
  async hit(quota) {
    const hit = await leasedQuotas.hit({ ...quota, limit: quota.limit * 1_000 });
    return { ...hit, used: Math.min(hit.used, quota.limit) };
  },
};

guardOutput(process.stdout, process.stderr);
await serveForParent(createApp({ ...container(), quotas }));
