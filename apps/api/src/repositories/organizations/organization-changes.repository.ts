import type { AuditEvent, OrganizationChange } from '@klayim/shared/types';
import { type Firestore, type QuerySnapshot, Timestamp } from 'firebase-admin/firestore';
import { instantOf } from '../../lib/instant.ts';
import { type AuditEventDocument, auditEventsCollection } from '../audit/audit-event.document.ts';
import { type IntegrationDocument, integrationsCollection } from '../integrations/integration-document.ts';

/**
 * Events that tell of a change: not those of employees, of which an import makes thousands, and not those of connections
 * that are still there, since these tell by themselves.
 */
const toldTypes: readonly AuditEvent['type'][] = [
  'integration.deleted',
  'authorization.failed',
  'authorization.refused',
  'invitation.created',
  'invitation.revoked',
  'member.granted',
  'member.revoked',
  'organization.updated',
  'api_key.created',
  'api_key.rotated',
  'api_key.revoked',
  'webhook_endpoint.created',
  'webhook_endpoint.updated',
  'webhook_endpoint.secret_rotated',
  'webhook_endpoint.disabled',
  'webhook_endpoint.deleted',
];

const kinds: Readonly<Record<AuditEvent['subject']['type'], OrganizationChange['kind'] | null>> = {
  integration: 'integration',
  authorization: 'authorization',
  user: 'member',
  invitation: 'member',
  organization: 'organization',
  apiKey: 'apiKey',
  webhookEndpoint: 'webhookEndpoint',
  employee: null,
};

const deletions: ReadonlySet<string> = new Set<AuditEvent['type']>([
  'integration.deleted',
  'member.revoked',
  'api_key.revoked',
  'webhook_endpoint.deleted',
]);

export type OrganizationChangesRepository = ReturnType<typeof createOrganizationChangesRepository>;

/** What changes in an organization, as it changes, whichever instance makes the change. */
export function createOrganizationChangesRepository({ firestore }: { firestore: () => Firestore }) {
  const of = (collection: string, organizationId: string) =>
    firestore().collection(collection).where('organizationId', '==', organizationId);

  return {
    /**
     * Tells what has changed from a time on, and then each change within a second or so. Two listeners: each document of
     * the beginning and each change costs one read.
     * @param sinceMs milliseconds since the epoch.
     * @returns ends both.
     */
    watch(
      organizationId: string,
      sinceMs: number,
      onChanges: (changes: OrganizationChange[]) => void,
      onError: (error: Error) => void,
    ): () => void {
      const since = Timestamp.fromMillis(sinceMs);
      const stops = [
        of(integrationsCollection, organizationId)
          .where('updatedAt', '>', since)
          .orderBy('updatedAt', 'desc')
          .select('updatedAt')
          .onSnapshot((snapshot) => onChanges(changedIntegrations(snapshot)), onError),
        of(auditEventsCollection, organizationId)
          .where('type', 'in', toldTypes)
          .where('at', '>', since)
          .orderBy('at', 'desc')
          .select('type', 'subject', 'at')
          .onSnapshot((snapshot) => onChanges(toldEvents(snapshot)), onError),
      ];
      return () => {
        for (const stop of stops) {
          stop();
        }
      };
    },
  };
}

/** One that is gone is told by its audit event. */
function changedIntegrations(snapshot: QuerySnapshot): OrganizationChange[] {
  return snapshot
    .docChanges()
    .filter(({ type }) => type !== 'removed')
    .map(({ doc }) => {
      const { updatedAt } = doc.data() as Pick<IntegrationDocument, 'updatedAt'>;
      const version = instantOf(updatedAt);
      return { kind: 'integration', id: doc.id, version, deleted: false, at: version };
    });
}

function toldEvents(snapshot: QuerySnapshot): OrganizationChange[] {
  return snapshot
    .docChanges()
    .filter(({ type }) => type === 'added')
    .flatMap(({ doc }) => {
      const { type, subject, at } = doc.data() as Pick<AuditEventDocument, 'type' | 'subject' | 'at'>;
      const kind = kinds[subject.type];
      return kind === null
        ? []
        : [{ kind, id: subject.id, version: null, deleted: deletions.has(type), at: instantOf(at) }];
    });
}
