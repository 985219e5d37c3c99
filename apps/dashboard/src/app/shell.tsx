import { Menu } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
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

/** Where the navigation is a menu, as `shell.css` has it. */
const menuWidth = '(max-width: 40rem)';

/** The other pages: beside the content or above it, and behind a button where there is no room for them in a line. */
function Navigation() {
  const [path] = useLocation();
  const permissions = useMe()?.permissions ?? [];
  const menu = useRef<HTMLElement>(null);
  const menuId = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the menu.
  useEffect(() => menu.current?.hidePopover(), [path]);
  useEffect(() => {
    const close = (): void => menu.current?.hidePopover();
    const width = matchMedia(menuWidth);
    width.addEventListener('change', close);
    return () => width.removeEventListener('change', close);
  }, []);
  return (
    <>
      <button type="button" className="shell__menu" popoverTarget={menuId}>
        <Menu size={18} aria-hidden="true" />
        {shellText.menu}
      </button>
      <nav
        ref={menu}
        id={menuId}
        popover="auto"
        className="shell__navigation"
        aria-label={shellText.navigation}
      >
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
    </>
  );
}
