import { LogOut } from 'lucide-react';
import { useId } from 'react';
import { shellText } from '#text/shell';
import { useMe } from '../api/me.ts';
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
  const [organization] = me.organizations;
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
          {organization ? (
            <p>
              <span className="small muted">{organization.name}</span>
              <br />
              {role}
            </p>
          ) : null}
          {me.platformOperator ? <p>{shellText.account.platformOperator}</p> : null}
          <Button wide onClick={() => void session.leave('signedOut')}>
            <LogOut size={16} aria-hidden="true" />
            {shellText.account.signOut}
          </Button>
        </div>
      </div>
    </div>
  );
}
