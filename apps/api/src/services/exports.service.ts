import type { EmployeeImportFault, EmployeeView, Integration } from '@klayim/shared/types';
import { allPages, type CsvColumns, csvOf } from '../lib/csv/write-csv.ts';
import type { IntegrationRepository } from '../repositories/integrations/integration.repository.ts';
import type { EmployeeImportService } from './employee-import/employee-import.service.ts';
import type { DirectoryReader, EmployeeService } from './employees/employee.service.ts';

/** Documents that are in memory at a time. */
const limit = 500;

export interface ExportsDependencies {
  integrationRepository: Pick<IntegrationRepository, 'findPage'>;
  employeeService: Pick<EmployeeService, 'listEmployees'>;
  employeeImportService: Pick<EmployeeImportService, 'listFaults'>;
}

export type ExportsService = ReturnType<typeof createExportsService>;

/** Whole lists as CSV, page by page as they are sent. */
export function createExportsService({
  integrationRepository,
  employeeService,
  employeeImportService,
}: ExportsDependencies) {
  return {
    /** Every connection, newest first. */
    exportIntegrations: (organizationId: string): AsyncIterable<string> =>
      csvOf(
        integrationColumns,
        allPages((cursor) => integrationRepository.findPage(organizationId, { limit, cursor })),
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
  lastUsedAt: ({ lastUsedAt }) => lastUsedAt,
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
