import { afterAll, afterEach, beforeAll } from 'vitest';
import { idToken, respondAsApi } from './api-answers.ts';
import { startRecordingServer } from './recording-server.ts';
import { createScriptRunner } from './script-runner.ts';

type RecordingServer = Awaited<ReturnType<typeof startRecordingServer>>;

/**
 * Gives the calling test file an API that records what scripts send, and the environment that leads them there. What one
 * test did not look at is forgotten before the next.
 * @param respond how the API answers. Default: as the real one.
 */
export function useScriptApi(respond: Parameters<typeof startRecordingServer>[0] = respondAsApi) {
  const runner = createScriptRunner();
  const env: Record<string, string> = {};
  let server: RecordingServer;

  beforeAll(async () => {
    server = await startRecordingServer(respond);
    Object.assign(env, { KLAYIM_API_URL: `${server.url}/api`, KLAYIM_ID_TOKEN: idToken });
  });
  afterEach(() => {
    server.taken();
  });
  afterAll(async () => {
    await server.stop();
    runner.remove();
  });

  return {
    runner,
    /** Filled before the first test. */
    env,
    /** What has arrived since the last time. */
    taken: () => server.taken(),
    /** Method, target and body of what has arrived since the last time. */
    arrived: () => server.taken().map(({ method, target, body }) => [method, target, body.trim()]),
  };
}
