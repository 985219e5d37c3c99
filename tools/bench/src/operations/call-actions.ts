import { seedIntegrations } from '../fixtures/seed.ts';
import type { Action } from './action.ts';

const page = 20;

/** What callers of the API do. Their limits are counted in Firestore only by classes of routes that are dear. */
export const callActions: readonly Action[] = [
  {
    action: 'POST /integrations/:id/token, first of the day',
    minimum: { reads: 1, writes: 1 },
    because: 'The audit trail notes once a day who is given tokens.',
    async prepare({ connect, call }, organizationId) {
      const id = await connect(organizationId);
      return () => call(`/integrations/${id}/token`, { organizationId, role: 'service', json: {} });
    },
  },
  {
    action: 'POST /integrations/:id/token, again',
    minimum: { reads: 1, writes: 0 },
    because: 'As getValidToken, fresh.',
    async prepare({ connect, call }, organizationId) {
      const id = await connect(organizationId);
      const once = () => call(`/integrations/${id}/token`, { organizationId, role: 'service', json: {} });
      await once();
      return once;
    },
  },
  {
    action: `GET /integrations, a page of ${page} of many`,
    minimum: { reads: page, writes: 0 },
    because: 'One more tells whether there is a next page.',
    async prepare({ client, call }, organizationId) {
      await seedIntegrations(client, { organizationId, count: page + 10 });
      return () => call(`/integrations?limit=${page}`, { organizationId, role: 'member' });
    },
  },
  {
    action: 'GET /integrations/:id',
    minimum: { reads: 1, writes: 0 },
    because: 'The document.',
    async prepare({ connect, call }, organizationId) {
      const id = await connect(organizationId);
      return () => call(`/integrations/${id}`, { organizationId, role: 'member' });
    },
  },
  {
    action: 'POST /integrations/:provider/authorize',
    minimum: { reads: 0, writes: 2 },
    because:
      'The state and its audit event. The rest counts the call exactly, for its caller and for the organization.',
    prepare:
      async ({ call }, organizationId) =>
      () =>
        call('/integrations/google_calendar/authorize', { organizationId, role: 'owner', json: {} }),
  },
  {
    action: 'GET /oauth/:server/callback, a new account',
    minimum: { reads: 3, writes: 4 },
    because:
      'The state is read and used up, and later keeps the outcome for a reload; the account is looked for and stored with its audit event, unless the organization was deleted.',
    async prepare({ authorize, call }, organizationId) {
      const { path, headers } = await authorize('google_calendar', organizationId);
      return () => call(path, { organizationId, role: 'owner', headers });
    },
  },
  {
    action: 'POST /integrations/:id/refresh',
    minimum: { reads: 2, writes: 3 },
    because:
      'The lease, and the new credentials with their audit event; the answer is read. The rest counts the call exactly.',
    async prepare({ connect, call }, organizationId) {
      const id = await connect(organizationId);
      return () => call(`/integrations/${id}/refresh`, { organizationId, role: 'owner', method: 'POST' });
    },
  },
  {
    action: 'POST /integrations/:id/disconnect',
    minimum: { reads: 2, writes: 3 },
    because:
      'The record and its audit event, and the event of the revocation, which comes after it; who else shares the grant is looked up.',
    async prepare({ connect, call }, organizationId) {
      const id = await connect(organizationId);
      return () => call(`/integrations/${id}/disconnect`, { organizationId, role: 'owner', method: 'POST' });
    },
  },
  {
    action: 'DELETE /integrations/:id, disconnected',
    minimum: { reads: 1, writes: 2 },
    because: 'The record and its audit event.',
    async prepare({ connect, integrationService, call }, organizationId) {
      const id = await connect(organizationId);
      await integrationService.disconnect(organizationId, id);
      return () => call(`/integrations/${id}`, { organizationId, role: 'owner', method: 'DELETE' });
    },
  },
  {
    action: `GET /audit-events, a page of ${page} of many`,
    minimum: { reads: page, writes: 0 },
    because: 'One more tells whether there is a next page.',
    async prepare({ connect, tokenRefreshService, call }, organizationId) {
      const id = await connect(organizationId);
      for (let count = 0; count < page + 5; count += 1) {
        await tokenRefreshService.refreshToken(organizationId, id);
      }
      return () => call(`/audit-events?limit=${page}`, { organizationId, role: 'owner' });
    },
  },
];
