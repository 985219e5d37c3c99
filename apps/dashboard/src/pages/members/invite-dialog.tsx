import { isKlayimError } from '@klayim/client';
import { useId, useState } from 'react';
import { commonText } from '#text/common';
import { invitationsText } from '#text/members';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { type PersonRole, useInvite } from './queries.ts';
import { RoleField } from './role-field.tsx';

const { invite: text } = invitationsText;

/** Makes a link for somebody, and shows it once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const [role, setRole] = useState<PersonRole>('member');
  const [email, setEmail] = useState('');
  // It opens the organization: this component alone has it, and forgets it when it is closed.
  const [token, setToken] = useState<string | null>(null);
  const invite = useInvite(setToken);
  if (token !== null) {
    return <LinkDialog token={token} onClose={onClose} />;
  }
  const submit = (): void => {
    if (!invite.isPending) {
      invite.mutate({ role, ...(email.trim() !== '' && { email: email.trim() }) });
    }
  };
  return (
    <Dialog
      key="wanted"
      title={text.title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button type="submit" form={formId} look="primary" busy={invite.isPending}>
            {text.create}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="settings__form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <RoleField label={text.role} role={role} onChange={setRole} />
        <TextField
          label={text.email}
          hint={text.emailHint}
          type="email"
          autoComplete="off"
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </form>
      {isKlayimError(invite.error, 'too_many_invitations') ? (
        <Notice tone="bad" role="alert">
          {text.tooMany}
        </Notice>
      ) : invite.error ? (
        <FailureNotice error={invite.error} />
      ) : null}
    </Dialog>
  );
}

function LinkDialog({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <Dialog
      key="made"
      title={text.made}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {text.done}
        </Button>
      }
    >
      {/* Behind the #, which no server is sent. */}
      <SecretField label={text.link} value={`${location.origin}/invitation#${token}`} />
      <p>{text.send}</p>
    </Dialog>
  );
}
