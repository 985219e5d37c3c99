import { type App, applicationDefault, getApps, initializeApp } from 'firebase-admin/app';
import { type Firestore, getFirestore } from 'firebase-admin/firestore';
import { meterFirestore } from './firestore-meter.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const authAppName = 'klayim-auth';

/** The process's Firebase app, made at first use: there is no project while the functions are being deployed. */
export function getFirebaseApp(): App {
  return getApps().find(({ name }) => name === '[DEFAULT]') ?? initializeApp();
}

/** The database that FIRESTORE_DATABASE_ID names. Default: `(default)`. */
export function firestoreDatabaseId(environment: Environment = process.env): string {
  return environment['FIRESTORE_DATABASE_ID'] || '(default)';
}

/**
 * The process's Firestore, whose operations are counted. `FIRESTORE_EMULATOR_HOST`, when set, is used instead of the
 * cloud.
 */
export function getDb(): Firestore {
  meterFirestore();
  return getFirestore(getFirebaseApp(), firestoreDatabaseId());
}

/** An access token of the process's own service account; google-auth-library keeps it, and renews it ahead of its end. */
export async function getAccessToken(): Promise<string> {
  const credential = getFirebaseApp().options.credential ?? applicationDefault();
  return (await credential.getAccessToken()).access_token;
}

/**
 * The app whose users are ours: the project that AUTH_PROJECT_ID names. Default: the project of the service itself.
 * @param app the app of the service itself.
 */
export function getAuthApp(app: App = getFirebaseApp(), environment: Environment = process.env): App {
  const projectId = environment['AUTH_PROJECT_ID'];
  if (!projectId) {
    return app;
  }
  return getApps().find(({ name }) => name === authAppName) ?? initializeApp({ projectId }, authAppName);
}
