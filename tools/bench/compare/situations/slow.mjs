/** The provider rotates at once, and answers late. In each process one caller for each connection asks until it is served. */
export async function slow({ gate, connect, countKept, startProcesses }, [processes, answerSeconds, count]) {
  const workers = await startProcesses(processes);
  const connections = await connect(count, -1);
  gate.state.answerDelayMs = answerSeconds * 1000;
  const before = gate.state.requests;
  const answers = await Promise.all(
    workers.map((worker) => worker.ask({ action: 'askUntilServed', input: [connections, 40_000] })),
  );
  const refreshes = gate.state.requests - before;
  gate.state.answerDelayMs = 0;
  const seen = answers.flat();
  return {
    processes,
    answerSeconds,
    connections: count,
    refreshes,
    served: seen.filter(({ servedAfterMs }) => servedAfterMs !== null).length,
    callers: seen.length,
    maxCallMs: Math.max(...seen.map(({ maxCallMs }) => maxCallMs)),
    kept: await countKept(connections),
  };
}
