import { setTimeout as delay } from 'node:timers/promises';

/** How long a disconnect may take before the answer that the refresh waits for comes: a disconnect may wait for it. */
const patienceMs = 500;

/** Somebody disconnects in one process while another one's refresh waits for an answer of a provider that has rotated. */
export async function disconnect(surroundings, [count]) {
  const { connect, first, provider, startProcesses } = surroundings;
  const [refresher, other] = await startProcesses(2);
  const connections = await connect(count, -1);
  const newest = [];
  for (const connection of connections) {
    newest.push(await disconnectDuringRefresh(surroundings, { refresher, other, connection }));
  }
  const result = { connections: count, revived: 0, secretsLeft: 0, grantAlive: 0 };
  const [judge] = await startProcesses(1);
  const tokens = await judge.ask({ action: 'getTokens', input: [connections] });
  result.revived = tokens.filter((token) => token !== null).length;
  for (const [index, connection] of connections.entries()) {
    const stored = await first.ask({ action: 'readStored', input: [connection] });
    result.secretsLeft += Object.values(stored ?? {}).some((value) => value !== null) ? 1 : 0;
    result.grantAlive += (await provider.stillRefreshes(newest[index])) ? 1 : 0;
  }
  return result;
}

/** @returns the newest refresh token that the provider has given out. */
async function disconnectDuringRefresh({ gate }, { refresher, other, connection }) {
  const hold = gate.hold('answer');
  const refreshing = refresher.ask({ action: 'getTokens', input: [[connection]] });
  await hold.reached(1);
  const { refresh_token: newest } = gate.state.lastAnswer;
  const disconnecting = other.ask({ action: 'disconnect', input: [connection] });
  await Promise.race([disconnecting, delay(patienceMs)]);
  hold.release();
  await Promise.all([refreshing, disconnecting]);
  return newest;
}
