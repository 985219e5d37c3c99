/**
 * A process for each connection is killed while its refresh is under way: before the provider has the request, or after it
 * has rotated and before the answer is back. Then one caller for each connection asks another process.
 */
export async function crash(surroundings, [count]) {
  const { startProcesses } = surroundings;
  const [survivor] = await startProcesses(1);
  return {
    connections: count,
    beforeTheCall: await crashAt('request', surroundings, survivor, count),
    afterTheRotation: await crashAt('answer', surroundings, survivor, count),
  };
}

async function crashAt(phase, { gate, connect, startProcesses }, survivor, count) {
  const connections = await connect(count, -1);
  const doomed = await startProcesses(count);
  const hold = gate.hold(phase);
  for (const [index, process] of doomed.entries()) {
    // It never answers.
    process.ask({ action: 'getTokens', input: [[connections[index]]] }).catch(() => undefined);
  }
  await hold.reached(count);
  await Promise.all(doomed.map((process) => process.kill()));
  hold.drop();
  const answers = await survivor.ask({ action: 'askUntilServed', input: [connections, 20_000] });
  const waits = answers.map(({ servedAfterMs }) => servedAfterMs).filter((wait) => wait !== null);
  return { kept: waits.length, nextCallerWaitsMs: waits.length === 0 ? null : Math.max(...waits) };
}
