/** Loaded into an instance before anything else (`node --import`): tells the test how much memory and time requests take. */
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync, writeFileSync } from 'node:fs';
import { Server } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import type { ProbeAnswer, ProbeOrder } from './probe-messages.ts';

/** Turns that a measurement lasts on: the last block is noted by a timer that fires after it. */
const turnsAfter = 2;
/** How often a turn of the event loop is noted, in milliseconds. */
const resolutionMs = 1;
/** The work that tells how fast the machine is, and how often it is done: 4 MB of JSON, the fastest time counts. */
const calibrations = 3;
const calibrationText = JSON.stringify(
  Array.from({ length: 64_000 }, (_, index) => ({
    sourceId: `person-${index}`,
    name: 'Ada Lovelace',
    index,
  })),
);

const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();

/** Computing time of this thread. Unlike time by the clock, it does not grow when other processes want the machine. */
const busyMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};
let lastTurnMs = busyMs();
let maxTurnMs = 0;
setInterval(() => {
  const nowMs = busyMs();
  maxTurnMs = Math.max(maxTurnMs, nowMs - lastTurnMs);
  lastTurnMs = nowMs;
}, resolutionMs).unref();

const handlers: Record<ProbeOrder, () => Promise<Partial<ProbeAnswer>>> = {
  async start() {
    globalThis.gc?.();
    resetPeak();
    await turns(turnsAfter);
    delay.reset();
    maxTurnMs = 0;
    return { residentBytes: process.memoryUsage.rss() };
  },
  async stop() {
    await turns(turnsAfter);
    return { peakBytes: peakBytes(), maxDelayMs: delay.max / 1e6, maxTurnMs };
  },
  async calibrate() {
    const runs = Array.from({ length: calibrations }, () => {
      const startedMs = busyMs();
      JSON.parse(calibrationText);
      return busyMs() - startedMs;
    });
    return { calibrationMs: Math.min(...runs) };
  },
};

process.on('message', (order: ProbeOrder) => {
  void handlers[order]().then((answer) => process.send?.({ order, ...answer }));
});

subscribe('tracing:net.server.listen:asyncEnd', (message) => {
  const { server } = message as { server?: unknown };
  const address = server instanceof Server ? server.address() : null;
  if (typeof address === 'object' && address) {
    process.send?.({ order: 'listen', port: address.port });
  }
});

/** Waits until the histogram has noted that many more turns of the event loop. */
async function turns(count: number): Promise<void> {
  const until = delay.count + count;
  while (delay.count < until) {
    await setImmediate();
  }
}

/** Linux keeps the most that was resident, and can be told to start over. */
function resetPeak(): void {
  if (process.platform === 'linux') {
    writeFileSync('/proc/self/clear_refs', '5');
  }
}

function peakBytes(): number {
  const kilobytes =
    process.platform === 'linux'
      ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
      : process.resourceUsage().maxRSS;
  return kilobytes * 1024;
}
