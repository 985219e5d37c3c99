/** Processes with some callers each, who all want the token of one connection that has just ended. */
export async function race({ gate, connect, countKept, startProcesses }, [processes, callers, expiries]) {
  const workers = await startProcesses(processes);
  const result = { processes, callers, expiries, refreshes: 0, served: 0, lost: 0 };
  const connections = [];
  for (let round = 0; round < expiries; round += 1) {
    const [connection] = await connect(1, -1);
    connections.push(connection);
    const before = gate.state.requests;
    const calls = Array.from({ length: callers }, () => connection);
    const answers = await Promise.all(
      workers.map((worker) => worker.ask({ action: 'getTokens', input: [calls] })),
    );
    result.served += answers.flat().filter((token) => token !== null).length;
    result.refreshes += gate.state.requests - before;
  }
  return { ...result, lost: expiries - (await countKept(connections)) };
}
