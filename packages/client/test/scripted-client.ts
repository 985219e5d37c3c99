import { afterAll, beforeAll } from 'vitest';
import { createKlayimClient, type KlayimClientOptions, KlayimError } from '../src/index.ts';
import { startScriptedServer } from './scripted-server.ts';

/** Gives the calling test file a server whose answers the tests choose, and clients of it that do not wait long. */
export function useScriptedClient() {
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  beforeAll(async () => {
    server = await startScriptedServer();
  });
  afterAll(() => server.stop());

  return {
    server: () => server,
    clientOf: (options: Partial<KlayimClientOptions> = {}) =>
      createKlayimClient({ baseUrl: `${server.url}/api/`, baseDelayMs: 1, ...options }),
  };
}

/** The error that a call ends with. @throws {Error} when it does not, or with another kind. */
export async function catchError(call: Promise<unknown>): Promise<KlayimError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof KlayimError)) {
    throw new Error(`not a KlayimError: ${String(error)}`);
  }
  return error;
}
