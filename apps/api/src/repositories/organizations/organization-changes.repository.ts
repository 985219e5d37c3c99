import type { AuditEvent, OrganizationChange } from '@klayim/shared/types';
import { type Firestore, type Query, type QuerySnapshot, Timestamp } from 'firebase-admin/firestore';
import type { TypedCollection } from '../../lib/document-reader.ts';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { type AuditEventDocument, auditEvents } from '../audit/audit-event.document.ts';
import { type IncidentDocument, providerIncidents } from '../cross-tenant/provider-incidents.repository.ts';
import { employeeImports, type ImportDocument } from '../employee-imports/employee-import.document.ts';
import { type IntegrationDocument, integrations } from '../integrations/integration-document.ts';
import { selectFields } from '../typed-collection.ts';

/** A change as it is seen here: its place in a feed comes later. */
export type SeenChange = Omit<OrganizationChange, 'position'>;

/**
 * Events that tell of a change: not those of employees, which have a listener of their own, and not those of connections
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

const eventFields = ['type', 'subject', 'at'] as const;
type ToldEvent = Pick<AuditEventDocument, (typeof eventFields)[number]>;

/** So many changes of employees at once are told as one, without their ids: an import makes a hundred in a commit. */
export const maxEmployeesAtOnce = 10;

const kinds: Readonly<Record<AuditEvent['subject']['type'], SeenChange['kind']>> = {
  integration: 'integration',
  authorization: 'authorization',
  user: 'member',
  invitation: 'member',
  organization: 'organization',
  apiKey: 'apiKey',
  webhookEndpoint: 'webhookEndpoint',
  employee: 'employee',
};

const deletions: ReadonlySet<string> = new Set<AuditEvent['type']>([
  'integration.deleted',
  'member.revoked',
  'api_key.revoked',
  'webhook_endpoint.deleted',
  'employee.deleted',
]);

export type OrganizationChangesRepository = ReturnType<typeof createOrganizationChangesRepository>;

/** What changes in an organization, as it changes, whichever instance makes the change. */
export function createOrganizationChangesRepository({ firestore }: { firestore: () => Firestore }) {
  const of = <Document extends object>(collection: TypedCollection<Document>, organizationId: string) =>
    collection(firestore()).where('organizationId', '==', organizationId);

  return {
    /**
     * Tells what has changed from a time on, and then each change within a second or so. Five listeners: each document of
     * the beginning and each change costs one read, of a hundred employees in one commit ten.
     * @param sinceMs milliseconds since the epoch.
     * @returns ends all of them.
     */
    watch(
      organizationId: string,
      sinceMs: number,
      onChanges: (changes: SeenChange[]) => void,
      onError: (error: Error) => void,
    ): () => void {
      const since = Timestamp.fromMillis(sinceMs);
      const changedIncidents = createIncidentReader();
      const listen = <Document>(
        query: Query<Document>,
        read: (snapshot: QuerySnapshot<Document>) => SeenChange[],
      ) => query.onSnapshot((snapshot) => onChanges(read(snapshot)), onError);
      const events = selectFields(
        of(auditEvents, organizationId).where('at', '>', since).orderBy('at', 'desc'),
        ...eventFields,
      );
      const stops = [
        listen(
          selectFields(
            of(integrations, organizationId).where('updatedAt', '>', since).orderBy('updatedAt', 'desc'),
            'updatedAt',
          ),
          changedIntegrations,
        ),
        listen(events.where('type', 'in', toldTypes), toldEvents),
        listen(events.where('subject.type', '==', 'employee').limit(maxEmployeesAtOnce), (snapshot) =>
          together(organizationId, toldEvents(snapshot)),
        ),
        listen(
          selectFields(
            of(employeeImports, organizationId).where('finishedAt', '>', since).orderBy('finishedAt', 'desc'),
            'finishedAt',
          ),
          finishedImports,
        ),
        listen(providerIncidents(firestore()), changedIncidents),
      ];
      return () => {
        for (const stop of stops) {
          stop();
        }
      };
    },
  };
}

/** A deleted record is known by its audit event. */
function changedIntegrations(snapshot: QuerySnapshot<Pick<IntegrationDocument, 'updatedAt'>>): SeenChange[] {
  return snapshot
    .docChanges()
    .filter(({ type }) => type !== 'removed')
    .map(({ doc }) => {
      const version = toIsoTimestamp(doc.data().updatedAt);
      return { kind: 'integration', id: doc.id, version, deleted: false, at: version };
    });
}

function toldEvents(snapshot: QuerySnapshot<ToldEvent>): SeenChange[] {
  return snapshot
    .docChanges()
    .filter(({ type }) => type === 'added')
    .map(({ doc }) => {
      const { type, subject, at } = doc.data();
      const told = { id: subject.id, version: null, deleted: deletions.has(type), at: toIsoTimestamp(at) };
      return { kind: kinds[subject.type], ...told };
    });
}

/** As many as are listened to may stand for more. */
function together(organizationId: string, changes: SeenChange[]): SeenChange[] {
  const [newest] = changes;
  return newest && changes.length >= maxEmployeesAtOnce
    ? [{ kind: 'employees', id: organizationId, version: null, deleted: false, at: newest.at }]
    : changes;
}

function finishedImports(snapshot: QuerySnapshot<Pick<ImportDocument, 'finishedAt'>>): SeenChange[] {
  return snapshot
    .docChanges()
    .filter(({ type }) => type === 'added')
    .flatMap(({ doc }) => {
      const { finishedAt } = doc.data();
      const told = { kind: 'employeeImport', id: doc.id, version: null, deleted: false } as const;
      return finishedAt ? [{ ...told, at: toIsoTimestamp(finishedAt) }] : [];
    });
}

/** Incidents are platform's documents, written by every report: what is told is that one has begun or has ended. */
function createIncidentReader(): (snapshot: QuerySnapshot<IncidentDocument>) => SeenChange[] {
  const going = new Set<string>();
  return (snapshot) =>
    snapshot.docChanges().flatMap(({ doc, type }) => {
      const isGoing = type !== 'removed' && doc.data().lastsUntil !== null;
      if (isGoing === going.has(doc.id)) {
        return [];
      }
      going[isGoing ? 'add' : 'delete'](doc.id);
      const told = { kind: 'incident', id: doc.data().server, version: null } as const;
      return [{ ...told, deleted: !isGoing, at: toIsoTimestamp(doc.updateTime) }];
    });
}
