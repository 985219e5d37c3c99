import { serverName } from '../server/http-endpoints.ts';
import { startLocalFirestore } from '../server/local-firestore.ts';

/** The Firestore that the suite tests. */
export interface Subject {
  readonly host: string;
  /** Ours resolves conflicts optimistically, Google's emulator with locks. */
  readonly isOurs: boolean;
  stop(): Promise<void>;
}

/**
 * A server of ours, or the one that a person named in FIRESTORE_EMULATOR_HOST. The test run's own is not used: it knows
 * the indexes of the repository's queries only.
 */
export async function startSubject(): Promise<Subject> {
  const host = process.env['FIRESTORE_EMULATOR_HOST'];
  if (host && host !== process.env['KLAYIM_TEST_FIRESTORE']) {
    const { headers } = await fetch(`http://${host}/`);
    return { host, isOurs: headers.get('server') === serverName, stop: () => Promise.resolve() };
  }
  const server = await startLocalFirestore();
  return { host: server.host, isOurs: true, stop: () => server.stop() };
}
