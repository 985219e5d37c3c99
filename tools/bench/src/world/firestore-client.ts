import { Firestore } from 'firebase-admin/firestore';

/** An administrator's client of a Firestore at `host:port`, whatever the environment says. */
export function firestoreClient(address: string, projectId: string): Firestore {
  const [host = '', port] = address.split(':');
  return new Firestore({
    projectId,
    host,
    port: Number(port),
    ssl: false,
    // Named, so that it is not asked of a cloud that is not there.
    clientOptions: { universeDomain: 'googleapis.com' },
  });
}
