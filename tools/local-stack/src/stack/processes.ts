/** Whether there is a process with this id; false for what is no process id. */
export function isRunning(processId: number): boolean {
  // 0 and negative numbers stand for groups of processes.
  if (!Number.isInteger(processId) || processId <= 0) {
    return false;
  }
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // EPERM: there is such a process, of another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
