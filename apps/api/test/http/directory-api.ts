import { afterAll, beforeAll, beforeEach } from 'vitest';
import { useTestFirestore } from '../repositories/test-firestore.ts';
import { wireServices } from '../wired-services.ts';
import { apiDependencies, apiEnvironment, type RunningApi, startApi } from './api-server.ts';

/**
 * The API over the real directory, on a database of the calling test file that is empty at the start of each test.
 * @param given takes the place of other parts of the graph.
 */
export function useDirectoryApi(
  given: Omit<Parameters<typeof wireServices>[0], 'firestore' | 'environment'> = {},
) {
  const { firestore, projectId } = useTestFirestore();
  const services = wireServices({ ...given, firestore, environment: () => apiEnvironment });
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi(apiDependencies(services));
  });
  beforeEach(async () => {
    const documents = `projects/${projectId}/databases/(default)/documents`;
    const url = `http://${process.env['FIRESTORE_EMULATOR_HOST']}/emulator/v1/${documents}`;
    const { ok } = await fetch(url, { method: 'DELETE' });
    if (!ok) {
      throw new Error('the database could not be emptied');
    }
  });
  afterAll(() => api.close());
  return {
    ...services,
    projectId,
    call: ((...args) => api.call(...args)) satisfies RunningApi['call'] as RunningApi['call'],
  };
}
