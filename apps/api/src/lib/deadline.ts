/** A call without an answer in time. It has gRPC's code DEADLINE_EXCEEDED, so that it is handled in the same way. */
class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  readonly code = 4;
}

/**
 * Waits for a call no longer than `timeoutMs`. The call continues and its result is discarded: use it only for calls whose
 * outcome may stay unknown, as after any lost answer.
 * @throws an error that `isTransient` knows, when time is up.
 */
export async function withinDeadline<T>(call: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new DeadlineExceeded(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a call ends, well or not, within `timeoutMs`. The call itself goes on. */
export async function settlesWithin(call: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), Math.max(0, timeoutMs));
  const settled = () => true;
  try {
    return await Promise.race([call.then(settled, settled), late]);
  } finally {
    clearTimeout(timer);
  }
}
