import { Timestamp } from 'firebase-admin/firestore';
import { firestoreClient } from '../../src/fixtures/firestore-client.ts';
import { authorize, clientOrigin } from '../surroundings/provider.mjs';

const projectId = 'demo-compare';
const organizationId = 'northwind';
Object.assign(process.env, {
  METADATA_SERVER_DETECTION: 'none',
  GCLOUD_PROJECT: projectId,
  GOOGLE_CLOUD_PROJECT: projectId,
  ENCRYPTION_KEY: process.env['COMPARE_SECRET'],
  PUBLIC_BASE_URL: clientOrigin,
});
// After the environment is complete.
const { integrationService, tokenRefreshService } = await import('@klayim/api/services');
const hourMs = 3_600_000;

/** This repository's services, the very singletons that are deployed, on the local Firestore. */
export async function openSubject() {
  const firestore = firestoreClient(process.env['FIRESTORE_EMULATOR_HOST'], projectId);
  const documentOf = ({ id }) => firestore.collection('integrations').doc(id);

  return {
    prepare: () => undefined,
    async connect(email) {
      const answer = await authorize(
        {
          authorizationEndpoint: process.env['GOOGLE_AUTHORIZATION_ENDPOINT'],
          tokenEndpoint: process.env['GOOGLE_TOKEN_ENDPOINT'],
        },
        email,
      );
      const { id } = await integrationService.connect({
        organizationId,
        provider: 'google_calendar',
        accountId: email,
        accountEmail: email,
        scopes: [],
        accessToken: answer.access_token,
        refreshToken: answer.refresh_token,
        expiresAt: new Date(Date.now() + answer.expires_in * 1000).toISOString(),
      });
      return { id };
    },
    async endToken(connection, atMs) {
      const expiresAt = Timestamp.fromMillis(atMs);
      const lastRefreshedAt = Timestamp.fromMillis(atMs - hourMs);
      await documentOf(connection).update({ expiresAt, lastRefreshedAt, refreshDueAt: expiresAt });
    },
    async getToken({ id }) {
      const { accessToken } = await tokenRefreshService.getValidToken(organizationId, id);
      return accessToken;
    },
    async disconnect({ id }) {
      await integrationService.disconnect(organizationId, id);
    },
    async readStored(connection) {
      const { credentials = null } = (await documentOf(connection).get()).data() ?? {};
      return credentials;
    },
    async moveCredentials(from, to) {
      const { credentials } = (await documentOf(from).get()).data();
      await documentOf(to).update({ credentials });
    },
    async plantToken(connection, token) {
      await documentOf(connection).update({ credentials: { accessToken: token, refreshToken: token } });
    },
  };
}
