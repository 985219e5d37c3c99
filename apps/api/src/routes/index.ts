import type { Clock } from '../lib/clock.ts';
import type { IntegrationService, TokenRefreshService } from '../services/service-types.ts';
import { type ApiKeysRouteDependencies, apiKeysRoutes } from './api-keys.route.ts';
import { type AuditEventsRouteDependencies, auditEventsRoutes } from './audit-events.route.ts';
import { type EmployeeChangesDependencies, employeeChangesRoutes } from './employee-changes.route.ts';
import { type EmployeeImportsRouteDependencies, employeeImportsRoutes } from './employee-imports.route.ts';
import { type EmployeeSyncRouteDependencies, employeeSyncRoutes } from './employee-sync.route.ts';
import { employeesRoutes } from './employees.route.ts';
import { healthRoutes, type Readiness } from './health.route.ts';
import { integrationActionRoutes } from './integration-actions.route.ts';
import { integrationsRoutes } from './integrations.route.ts';
import { openApiRoutes } from './openapi.route.ts';
import { oauthRoutes } from './oauth.route.ts';
import { type OperatorKeysDependencies, operatorKeysRoutes } from './operator-keys.route.ts';
import { type OperatorSweepsDependencies, operatorSweepsRoutes } from './operator-sweeps.route.ts';
import { type OrganizationRouteDependencies, organizationRoutes } from './organization.route.ts';
import type { Route } from '../http/route.ts';

/** What the routes need between them. */
export interface RouteDependencies
  extends OperatorKeysDependencies,
    OperatorSweepsDependencies,
    AuditEventsRouteDependencies,
    ApiKeysRouteDependencies,
    OrganizationRouteDependencies,
    Omit<EmployeeChangesDependencies, 'publicBaseUrl'>,
    Omit<EmployeeSyncRouteDependencies, 'publicBaseUrl'>,
    Omit<EmployeeImportsRouteDependencies, 'publicBaseUrl'> {
  integrationService: IntegrationService;
  tokenRefreshService: TokenRefreshService;
  readiness: Readiness;
  clock: Clock;
  /** Where the API is reached from outside, such as `https://example.com/api`. */
  publicBaseUrl: string;
}

/** Every route of the API. */
export function createRoutes(dependencies: RouteDependencies): Route[] {
  const publicBaseUrl = dependencies.publicBaseUrl.replace(/\/+$/, '');
  return [
    ...integrationsRoutes({ ...dependencies, publicBaseUrl }),
    ...integrationActionRoutes(dependencies),
    ...oauthRoutes({ ...dependencies, publicBaseUrl }),
    ...employeesRoutes(dependencies),
    ...employeeChangesRoutes({ ...dependencies, publicBaseUrl }),
    ...employeeSyncRoutes({ ...dependencies, publicBaseUrl }),
    ...employeeImportsRoutes({ ...dependencies, publicBaseUrl }),
    ...auditEventsRoutes(dependencies),
    ...organizationRoutes(dependencies),
    ...apiKeysRoutes(dependencies),
    ...operatorKeysRoutes({ ...dependencies, publicBaseUrl }),
    ...operatorSweepsRoutes(dependencies),
    ...openApiRoutes({ publicBaseUrl }),
    ...healthRoutes(dependencies.readiness, dependencies.clock),
  ];
}
