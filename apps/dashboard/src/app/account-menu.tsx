import type { Schemas } from '@klayim/client';
import { Check, LogOut } from 'lucide-react';
import { useId } from 'react';
import { shellText } from '#text/shell';
import { organizationOf, useMe } from '../api/me.ts';
import { useServices } from '../api/services.ts';
import { Button } from '../ui/button.tsx';
import './account-menu.css';

/** Who is signed in, of which organization and in which role; the way out. The browser's own popover closes itself. */
export function AccountMenu() {
  const { session } = useServices();
  const me = useMe();
  const menuId = useId();
  if (!me) {
    return <div className="account" />;
  }
  const organization = organizationOf(me);
  const name = me.name ?? me.email ?? '';
  const role = organization ? shellText.roles[organization.role] : '';
  return (
    <div className="account">
      <button type="button" className="account__open" popoverTarget={menuId}>
        <span className="account__initial" aria-hidden="true">
          {name.charAt(0).toUpperCase()}
        </span>
        <span className="account__who">
          <span className="visually-hidden">{shellText.account.open}: </span>
          <span className="account__organization">{organization?.name ?? name}</span>
          <span className="small muted">{organization ? name : null}</span>
        </span>
      </button>
      <div id={menuId} popover="auto" className="account__menu">
        <div className="account__details">
          <p>
            <span className="small muted">{shellText.account.signedInAs}</span>
            <br />
            {name}
          </p>
          {organization && me.organizations.length === 1 ? (
            <p>
              <span className="small muted">{organization.name}</span>
              <br />
              {role}
            </p>
          ) : null}
          {me.platformOperator ? <p>{shellText.account.platformOperator}</p> : null}
          <OtherOrganizations organizations={me.organizations} current={me.organizationId} />
          <Button wide onClick={() => void session.leave('signedOut')}>
            <LogOut size={16} aria-hidden="true" />
            {shellText.account.signOut}
          </Button>
        </div>
      </div>
    </div>
  );
}

interface OtherOrganizationsProps {
  organizations: Schemas['Me']['organizations'];
  current: string | null;
}

/** The way to the other organizations of somebody who belongs to several. */
function OtherOrganizations({ organizations, current }: OtherOrganizationsProps) {
  const { organization } = useServices();
  const titleId = useId();
  if (organizations.length < 2) {
    return null;
  }
  // Names are what owners like: one organization may call itself like another.
  const isAmbiguous = (name: string): boolean =>
    organizations.filter((each) => each.name === name).length > 1;
  return (
    <div>
      <p id={titleId} className="small muted">
        {shellText.account.organizations}
      </p>
      <ul className="account__organizations" aria-labelledby={titleId}>
        {organizations.map(({ id, name, role }) => (
          <li key={id}>
            <button
              type="button"
              className="account__switch"
              aria-current={id === current ? 'true' : undefined}
              onClick={() => organization.open(id)}
            >
              <span>
                {name}
                <br />
                <span className="small muted">
                  {isAmbiguous(name) ? `${id} · ` : ''}
                  {shellText.roles[role]}
                </span>
              </span>
              {id === current ? <Check size={16} aria-hidden="true" /> : null}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
