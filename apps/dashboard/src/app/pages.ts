import type { OperationId } from '@klayim/client';
import { Cable, type LucideIcon } from 'lucide-react';
import { type ComponentType, lazy } from 'react';
import { shellText } from '#text/shell';

interface Page {
  /** As wouter matches it. */
  path: string;
  component: ComponentType;
}

interface NavigationEntry {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Who may not call it does not see the entry. */
  needs: OperationId;
}

/** A page that is loaded when somebody goes there. */
function page<Name extends string>(
  path: string,
  load: () => Promise<{ [name in Name]: ComponentType }>,
  name: Name,
): Page {
  return { path, component: lazy(async () => ({ default: (await load())[name] })) };
}

/** Every page, the more exact path first. */
export const pages: readonly Page[] = [
  page('/connections', () => import('../pages/connections/connections-page.tsx'), 'ConnectionsPage'),
  page('/connections/new', () => import('../pages/connect/catalogue-page.tsx'), 'CataloguePage'),
  page('/connections/return', () => import('../pages/connect/return-page.tsx'), 'ReturnPage'),
  page('/connections/:id', () => import('../pages/connection/connection-page.tsx'), 'ConnectionPage'),
];

/** What somebody without an organization can open. */
export const pagesWithoutOrganization: readonly Page[] = [];

/** The pages that the navigation names. */
export const navigation: readonly NavigationEntry[] = [
  { href: '/connections', label: shellText.pages.connections, icon: Cable, needs: 'listIntegrations' },
];
