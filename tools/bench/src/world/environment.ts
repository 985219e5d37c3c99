import { randomBytes } from 'node:crypto';

/** The key that a run encrypts with. */
export const encryptionKey = randomBytes(32).toString('base64');

/** What a process needs to be an instance of the service. */
export function serviceEnvironment({
  firestoreHost,
  projectId,
  providerOrigin = 'http://127.0.0.1:1',
}: {
  firestoreHost: string;
  projectId: string;
  /** Where the token endpoint is; by default nowhere, for what asks no provider. */
  providerOrigin?: string;
}): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    // There is no cloud here to ask where one is.
    METADATA_SERVER_DETECTION: 'none',
    FIRESTORE_EMULATOR_HOST: firestoreHost,
    GCLOUD_PROJECT: projectId,
    GOOGLE_CLOUD_PROJECT: projectId,
    ENCRYPTION_KEY: encryptionKey,
    PUBLIC_BASE_URL: 'https://api.example',
    GOOGLE_CLIENT_ID: 'google-client',
    GOOGLE_CLIENT_SECRET: 'google-secret',
    GOOGLE_TOKEN_ENDPOINT: `${providerOrigin}/token`,
    MICROSOFT_CLIENT_ID: 'microsoft-client',
    MICROSOFT_CLIENT_SECRET: 'microsoft-secret',
    MICROSOFT_TOKEN_ENDPOINT: `${providerOrigin}/common/oauth2/v2.0/token`,
  };
}
