import type { Route } from '../http/route.ts';
import type { Clock } from '../lib/clock.ts';
import type { ProviderRegistry } from '../providers/provider-registry.ts';
import type { Services } from '../services/create-services.ts';
import { apiKeysRoutes } from './api-keys.route.ts';
import { auditEventsRoutes } from './audit-events.route.ts';
import { employeeChangesRoutes } from './employee-changes.route.ts';
import { employeeImportsRoutes } from './employee-imports.route.ts';
import { employeeSyncRoutes } from './employee-sync.route.ts';
import { employeesRoutes } from './employees.route.ts';
import { exportsRoutes } from './exports.route.ts';
import { healthRoutes } from './health.route.ts';
import { integrationActionRoutes } from './integration-actions.route.ts';
import { integrationHistoryRoutes } from './integration-history.route.ts';
import { integrationsRoutes } from './integrations.route.ts';
import { invitationsRoutes } from './invitations.route.ts';
import { meRoutes } from './me.route.ts';
import { membersRoutes } from './members.route.ts';
import { oauthRoutes } from './oauth.route.ts';
import { openApiRoutes } from './openapi.route.ts';
import { operatorKeysRoutes } from './operator-keys.route.ts';
import { operatorOverviewRoutes } from './operator-overview.route.ts';
import { operatorProvidersRoutes } from './operator-providers.route.ts';
import { operatorSweepsRoutes } from './operator-sweeps.route.ts';
import { organizationRoutes } from './organization.route.ts';
import { webhookDeliveriesRoutes } from './webhook-deliveries.route.ts';
import { webhookEndpointsRoutes } from './webhook-endpoints.route.ts';

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
