import type { OperationId } from '@klayim/client';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { settingsText } from '#text/settings';
import { useCan } from '../api/me.ts';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import './settings.css';

const sections: readonly { href: string; label: string; needs: OperationId }[] = [
  { href: '/settings', label: settingsText.members, needs: 'listMembers' },
  { href: '/settings/organization', label: settingsText.organization, needs: 'updateOrganization' },
  { href: '/settings/notifications', label: settingsText.notifications, needs: 'updateOrganization' },
  { href: '/settings/webhooks', label: settingsText.webhooks, needs: 'listWebhookEndpoints' },
  { href: '/settings/api-keys', label: settingsText.apiKeys, needs: 'listApiKeys' },
];

interface SettingsFrameProps {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  /** Who may not call it is told so in place of the content. */
  needs: OperationId;
  children: ReactNode;
}

/** What stands around every page of the settings: the way to the others, and the heading. */
export function SettingsFrame({ title, lead, actions, needs, children }: SettingsFrameProps) {
  const may = useCan()(needs);
  return (
    <>
      <Sections />
      <PageHeading title={title} actions={may ? actions : undefined}>
        {lead === undefined ? null : <p className="muted">{lead}</p>}
      </PageHeading>
      {may ? (
        <div className="settings">{children}</div>
      ) : (
        <Notice tone="neutral">{settingsText.mayNot}</Notice>
      )}
    </>
  );
}

/** Only where there is more than one to choose from. */
function Sections() {
  const [path] = useLocation();
  const can = useCan();
  const open = sections.filter(({ needs }) => can(needs));
  return open.length > 1 ? (
    <nav className="sections" aria-label={settingsText.sections}>
      <ul className="sections__list">
        {open.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              className="sections__link"
              aria-current={
                path === href || (href !== '/settings' && path.startsWith(`${href}/`)) ? 'page' : undefined
              }
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  ) : null;
}
