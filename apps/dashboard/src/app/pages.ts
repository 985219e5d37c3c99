import type { OperationId } from '@klayim/client';
import { Activity, Cable, History, type LucideIcon, ServerCog, Settings, Users } from 'lucide-react';
import { shellText } from '#text/shell';
import { type Page, page } from './page.ts';

interface NavigationEntry {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Who may not call it does not see the entry. */
  needs: OperationId;
}

const invitation = page(
  '/invitation',
  async () => (await import('../pages/invitation/invitation-page.tsx')).InvitationPage,
);
const settingsPages = () => import('./settings-pages.ts');
const operators = page(
  '/operators',
  async () => (await import('../pages/operators/operators-page.tsx')).OperatorsPage,
);

/** Every page, the more exact path first. */
export const pages: readonly Page[] = [
  page(
    '/connections',
    async () => (await import('../pages/connections/connections-page.tsx')).ConnectionsPage,
  ),
  page('/connections/new', async () => (await import('../pages/connect/catalogue-page.tsx')).CataloguePage),
  page('/connections/return', async () => (await import('../pages/connect/return-page.tsx')).ReturnPage),
  page('/employees', async () => (await import('../pages/employees/employees-page.tsx')).EmployeesPage),
  page('/employees/import', async () => (await import('../pages/import/import-page.tsx')).ImportPage),
  page('/activity', async () => (await import('../pages/activity/activity-page.tsx')).ActivityPage),
  page('/health', async () => (await import('../pages/health/health-page.tsx')).HealthPage),
  page(
    '/connections/:id',
    async () => (await import('../pages/connection/connection-page.tsx')).ConnectionPage,
  ),
  page('/settings', async () => (await settingsPages()).MembersPage),
  page('/settings/organization', async () => (await settingsPages()).OrganizationPage),
  page('/settings/notifications', async () => (await settingsPages()).NotificationsPage),
  page('/settings/webhooks', async () => (await settingsPages()).WebhooksPage),
  page('/settings/webhooks/:id', async () => (await settingsPages()).WebhookPage),
  page('/settings/api-keys', async () => (await settingsPages()).ApiKeysPage),
  operators,
  invitation,
];

/** What somebody without an organization can open. */
export const pagesWithoutOrganization: readonly Page[] = [
  operators,
  invitation,
  page('*', async () => (await import('./no-organization.tsx')).NoOrganization),
];

/** The pages that the navigation names. */
export const navigation: readonly NavigationEntry[] = [
  { href: '/connections', label: shellText.pages.connections, icon: Cable, needs: 'listIntegrations' },
  { href: '/employees', label: shellText.pages.employees, icon: Users, needs: 'listEmployees' },
  { href: '/health', label: shellText.pages.health, icon: Activity, needs: 'getIntegrationSummary' },
  { href: '/activity', label: shellText.pages.activity, icon: History, needs: 'listAuditEvents' },
  { href: '/settings', label: shellText.pages.settings, icon: Settings, needs: 'listMembers' },
  { href: '/operators', label: shellText.pages.operators, icon: ServerCog, needs: 'listOrganizations' },
];
