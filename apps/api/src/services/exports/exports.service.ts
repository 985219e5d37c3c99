import type {
  AuditEvent,
  AuditEventFilter,
  EmployeeImportFault,
  EmployeeImportPage,
  EmployeeView,
  Integration,
  Member,
  WebhookDelivery,
} from '@klayim/shared/types';
import { allPages, type CsvColumns, csvOf } from '../../lib/csv/write-csv.ts';
import { actorIdOf } from '../../repositories/audit/audit-event.document.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import type { AuditService } from '../audit/audit.service.ts';
import { integrationFor } from '../connections/integration-view.ts';
import type { EmployeeImportService } from '../employee-import/employee-import.service.ts';
import type { DirectoryReader, EmployeeService } from '../employees/employee.service.ts';
import type { MembersService } from '../organizations/members.service.ts';
import type { WebhookDeliveriesService } from '../webhooks/webhook-deliveries.service.ts';

/** Documents that are in memory at a time. */
const limit = 500;

export interface ExportsDependencies {
  integrationRepository: Pick<IntegrationRepository, 'findPage'>;
  employeeService: Pick<EmployeeService, 'listEmployees'>;
  employeeImportService: Pick<EmployeeImportService, 'listFaults' | 'listImports'>;
  auditService: Pick<AuditService, 'exportEvents'>;
  membersService: Pick<MembersService, 'listMembers'>;
  webhookDeliveriesService: Pick<WebhookDeliveriesService, 'listDeliveries'>;
}

export type ExportsService = ReturnType<typeof createExportsService>;

/** Whole lists as CSV, page by page as they are sent. */
export function createExportsService({
  integrationRepository,
  employeeService,
  employeeImportService,
  auditService,
  membersService,
  webhookDeliveriesService,
}: ExportsDependencies) {
  return {
    /** Every connection, newest first. */
    exportIntegrations: ({ organizationId, role }: DirectoryReader): AsyncIterable<string> =>
      csvOf(
        integrationColumns,
        allPages(async (cursor) => {
          const page = await integrationRepository.findPage(organizationId, { limit, cursor });
          return { ...page, items: page.items.map((each) => integrationFor(role, each)) };
        }),
      ),

    /** Every person, by name; pay for who may see it. */
    exportEmployees: (reader: DirectoryReader): AsyncIterable<string> =>
      csvOf(
        employeeColumns,
        allPages((cursor) =>
          employeeService.listEmployees(reader, {
            limit,
            order: 'asc',
            ...(cursor !== undefined && { cursor }),
          }),
        ),
      ),

    /** What is wrong with the rows of an import, in the order of the file. Reading it throws import_not_found. */
    exportFaults: (organizationId: string, importId: string): AsyncIterable<string> =>
      csvOf(
        faultColumns,
        allPages((cursor) => employeeImportService.listFaults(organizationId, importId, { limit, cursor })),
      ),

    /** Every import of the last 30 days, newest first. */
    exportImports: (organizationId: string): AsyncIterable<string> =>
      csvOf(
        importColumns,
        allPages((cursor) => employeeImportService.listImports(organizationId, { limit, cursor })),
      ),

    /** Every event that fits, newest first. */
    exportEvents: (organizationId: string, filter: AuditEventFilter): AsyncIterable<string> =>
      csvOf(eventColumns, auditService.exportEvents(organizationId, filter)),

    /** Everybody of the organization, by address. */
    exportMembers: (organizationId: string): AsyncIterable<string> =>
      csvOf(
        memberColumns,
        allPages((cursor) => membersService.listMembers(organizationId, { limit, cursor })),
      ),

    /** What an endpoint was or will be sent, newest first. Reading it throws webhook_endpoint_not_found. */
    exportDeliveries: (organizationId: string, endpointId: string): AsyncIterable<string> =>
      csvOf(
        deliveryColumns,
        allPages((cursor) =>
          webhookDeliveriesService.listDeliveries(organizationId, endpointId, { limit, cursor }),
        ),
      ),
  };
}

const integrationColumns: CsvColumns<Integration> = {
  id: ({ id }) => id,
  provider: ({ provider }) => provider,
  accountEmail: ({ accountEmail }) => accountEmail,
  status: ({ status }) => status,
  requiredAction: ({ requiredAction }) => requiredAction,
  reason: ({ lastError }) => lastError?.reason,
  scopes: ({ scopes }) => scopes.join(' '),
  missingScopes: ({ missingScopes }) => missingScopes.join(' '),
  expiresAt: ({ expiresAt }) => expiresAt,
  connectedBy: ({ connectedBy }) => connectedBy && (connectedBy.name ?? connectedBy.id),
  lastUsedAt: ({ lastUsedAt }) => lastUsedAt,
  lastUsedBy: ({ lastUsedBy }) => lastUsedBy && (lastUsedBy.name ?? lastUsedBy.id),
  lastRefreshedAt: ({ lastRefreshedAt }) => lastRefreshedAt,
  createdAt: ({ createdAt }) => createdAt,
};

const employeeColumns: CsvColumns<EmployeeView> = {
  name: ({ name }) => name,
  email: ({ email }) => email,
  role: ({ role }) => role,
  department: ({ department }) => department,
  hourlyRateCents: (employee) => ('hourlyRateCents' in employee ? employee.hourlyRateCents : null),
  employmentStatus: ({ employmentStatus }) => employmentStatus,
  sourceType: ({ sourceType }) => sourceType,
  sourceId: ({ sourceId }) => sourceId,
  createdAt: ({ createdAt }) => createdAt,
  updatedAt: ({ updatedAt }) => updatedAt,
};

const faultColumns: CsvColumns<EmployeeImportFault> = {
  line: ({ line }) => line,
  column: ({ column }) => column,
  reason: ({ reason }) => reason,
};

const importColumns: CsvColumns<EmployeeImportPage['items'][number]> = {
  id: ({ id }) => id,
  status: ({ status }) => status,
  dryRun: ({ dryRun }) => dryRun,
  rows: ({ rows }) => rows,
  created: ({ created }) => created,
  updated: ({ updated }) => updated,
  unchanged: ({ unchanged }) => unchanged,
  rejectedRows: ({ rejectedRows }) => rejectedRows,
  faults: ({ faults }) => faults,
  error: ({ error }) => error,
  createdAt: ({ createdAt }) => createdAt,
  finishedAt: ({ finishedAt }) => finishedAt,
};

const eventColumns: CsvColumns<AuditEvent> = {
  at: ({ at }) => at,
  type: ({ type }) => type,
  result: ({ result }) => result,
  reason: ({ reason }) => reason,
  subjectType: ({ subject }) => subject.type,
  subjectId: ({ subject }) => subject.id,
  actorType: ({ actor }) => actor.type,
  actorId: ({ actor }) => actorIdOf(actor),
  actorName: ({ actor }) => ('name' in actor ? actor.name : null),
  actorEmail: ({ actor }) => ('email' in actor ? actor.email : null),
  actorRole: ({ actor }) => ('role' in actor ? actor.role : null),
  ipAddress: ({ actor }) => ('ipAddress' in actor ? actor.ipAddress : null),
  requestId: ({ actor }) => ('requestId' in actor ? actor.requestId : null),
  details: ({ details }) => JSON.stringify(details),
  id: ({ id }) => id,
};

const memberColumns: CsvColumns<Member> = {
  userId: ({ userId }) => userId,
  name: ({ name }) => name,
  email: ({ email }) => email,
  role: ({ role }) => role,
  joinedAt: ({ joinedAt }) => joinedAt,
};

const deliveryColumns: CsvColumns<WebhookDelivery> = {
  id: ({ id }) => id,
  type: ({ type }) => type,
  state: ({ state }) => state,
  attempts: ({ attempts }) => attempts,
  lastAttemptAt: ({ lastAttemptAt }) => lastAttemptAt,
  lastStatus: ({ lastStatus }) => lastStatus,
  lastFailure: ({ lastFailure }) => lastFailure,
  nextAttemptAt: ({ nextAttemptAt }) => nextAttemptAt,
  createdAt: ({ createdAt }) => createdAt,
};
