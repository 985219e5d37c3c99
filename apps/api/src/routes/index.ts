import type { Route } from '../http/route.ts';
import type { Clock } from '../lib/clock.ts';
import type { ProviderRegistry } from '../providers/provider-registry.ts';
import type { Services } from '../services/create-services.ts';
import { employeeChangesRoutes } from './employees/employee-changes.route.ts';
import { employeeImportsRoutes } from './employees/employee-imports.route.ts';
import { employeeSyncRoutes } from './employees/employee-sync.route.ts';
import { employeesRoutes } from './employees/employees.route.ts';
import { integrationActionRoutes } from './integrations/integration-actions.route.ts';
import { integrationHistoryRoutes } from './integrations/integration-history.route.ts';
import { integrationsRoutes } from './integrations/integrations.route.ts';
import { oauthRoutes } from './oauth/oauth.route.ts';
import { operatorKeysRoutes } from './operators/operator-keys.route.ts';
import { operatorOverviewRoutes } from './operators/operator-overview.route.ts';
import { operatorProvidersRoutes } from './operators/operator-providers.route.ts';
import { operatorSweepsRoutes } from './operators/operator-sweeps.route.ts';
import { apiKeysRoutes } from './organizations/api-keys.route.ts';
import { auditEventsRoutes } from './organizations/audit-events.route.ts';
import { exportsRoutes } from './organizations/exports.route.ts';
import { invitationsRoutes } from './organizations/invitations.route.ts';
import { meRoutes } from './organizations/me.route.ts';
import { membersRoutes } from './organizations/members.route.ts';
import { organizationRoutes } from './organizations/organization.route.ts';
import { healthRoutes } from './platform/health.route.ts';
import { openApiRoutes } from './platform/openapi.route.ts';
import { webhookDeliveriesRoutes } from './webhooks/webhook-deliveries.route.ts';
import { webhookEndpointsRoutes } from './webhooks/webhook-endpoints.route.ts';

/** What the routes need between them. */
export interface RouteDependencies extends Services {
  clock: Clock;
  providerRegistry: ProviderRegistry;
  /** Where the API is reached from outside, such as `https://example.com/api`. */
  publicBaseUrl: string;
}

/** Every route of the API. */
export function createRoutes(given: RouteDependencies): Route[] {
  const dependencies = { ...given, publicBaseUrl: given.publicBaseUrl.replace(/\/+$/, '') };
  const routes: Route[] = [
    ...meRoutes({ ...dependencies, allRoutes: () => routes }),
    ...integrationsRoutes(dependencies),
    ...integrationActionRoutes(dependencies),
    ...integrationHistoryRoutes(dependencies),
    ...oauthRoutes(dependencies),
    ...employeesRoutes(dependencies),
    ...employeeChangesRoutes(dependencies),
    ...employeeSyncRoutes(dependencies),
    ...employeeImportsRoutes(dependencies),
    ...exportsRoutes(dependencies),
    ...auditEventsRoutes(dependencies),
    ...organizationRoutes(dependencies),
    ...membersRoutes(dependencies),
    ...invitationsRoutes(dependencies),
    ...apiKeysRoutes(dependencies),
    ...webhookEndpointsRoutes(dependencies),
    ...webhookDeliveriesRoutes(dependencies),
    ...operatorKeysRoutes(dependencies),
    ...operatorOverviewRoutes(dependencies),
    ...operatorProvidersRoutes(dependencies),
    ...operatorSweepsRoutes(dependencies),
    ...openApiRoutes(dependencies),
    ...healthRoutes(dependencies.readiness, dependencies.clock),
  ];
  return routes;
}
