import type { OperationId } from '@klayim/client';
import { Cable, type LucideIcon } from 'lucide-react';
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

/** Every page, the more exact path first. */
export const pages: readonly Page[] = [
  page(
    '/connections',
    async () => (await import('../pages/connections/connections-page.tsx')).ConnectionsPage,
  ),
  page('/connections/new', async () => (await import('../pages/connect/catalogue-page.tsx')).CataloguePage),
  page('/connections/return', async () => (await import('../pages/connect/return-page.tsx')).ReturnPage),
  page(
    '/connections/:id',
    async () => (await import('../pages/connection/connection-page.tsx')).ConnectionPage,
  ),
  invitation,
];

/** What somebody without an organization can open. */
export const pagesWithoutOrganization: readonly Page[] = [invitation];

/** The pages that the navigation names. */
export const navigation: readonly NavigationEntry[] = [
  { href: '/connections', label: shellText.pages.connections, icon: Cable, needs: 'listIntegrations' },
];
