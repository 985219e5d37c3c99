import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { shellText } from '#text/shell';
import { useMe } from '../api/me.ts';
import { AccountMenu } from './account-menu.tsx';
import { AwayBanner } from './away-banner.tsx';
import { navigation } from './pages.ts';
import './shell.css';

/** What stands around every page: the way to its content, the other pages, and who is signed in. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="shell">
      <a className="shell__skip" href="#content">
        {shellText.skipToContent}
      </a>
      <header className="shell__side">
        <div className="shell__brand">
          <img src="/icon.svg" alt="" width={28} height={28} />
          {shellText.product}
        </div>
        <Navigation />
        <AccountMenu />
      </header>
      <div className="shell__content">
        <AwayBanner />
        <main id="content" className="shell__main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

function Navigation() {
  const [path] = useLocation();
  const permissions = useMe()?.permissions ?? [];
  return (
    <nav className="shell__navigation" aria-label={shellText.navigation}>
      <ul className="shell__links">
        {navigation
          .filter(({ needs }) => permissions.includes(needs))
          .map(({ href, label, icon: Icon }) => (
            <li key={href}>
              <Link
                href={href}
                className="shell__link"
                aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}
              >
                <Icon size={18} aria-hidden="true" />
                {label}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
