import { setTimeout as delay } from 'node:timers/promises';

const outageMs = 25_000;

/** The provider answers 503 for 25 seconds: to callers whose tokens still live for two minutes, then to others whose do not. */
export async function outage(surroundings, [count]) {
  const [worker] = await surroundings.startProcesses(1);
  return {
    connections: count,
    living: await askWithLivingTokens(surroundings, worker, count),
    expired: await askWithExpiredTokens(surroundings, worker, count),
  };
}

async function askWithLivingTokens({ gate, connect }, worker, count) {
  const connections = await connect(count, 120);
  const before = gate.state.requests;
  gate.state.isOut = true;
  const seen = await worker.ask({ action: 'askFor', input: [connections, outageMs] });
  gate.state.isOut = false;
  const sum = (key) => seen.reduce((total, of) => total + of[key], 0);
  return { asked: sum('asked'), served: sum('served'), providerCalls: gate.state.requests - before };
}

async function askWithExpiredTokens({ gate, connect, countKept }, worker, count) {
  const connections = await connect(count, -1);
  const before = gate.state.requests;
  gate.state.isOut = true;
  const startedAtMs = Date.now();
  const asking = worker.ask({ action: 'askUntilServed', input: [connections, outageMs + 30_000] });
  await delay(outageMs);
  gate.state.isOut = false;
  const endedAfterMs = Date.now() - startedAtMs;
  const providerCalls = gate.state.requests - before;
  const waits = (await asking).map(({ servedAfterMs }) => servedAfterMs ?? Number.POSITIVE_INFINITY);
  const lastServedAfterItMs = Math.max(...waits) - endedAfterMs;
  return { providerCalls, lastServedAfterItMs, kept: await countKept(connections) };
}
