import { isKlayimError } from '@klayim/client';
import { useState } from 'react';
import { invitationsText } from '#text/members';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { type PersonRole, useInvite } from './queries.ts';
import { RoleField } from './role-field.tsx';

const { invite: text } = invitationsText;

/** Makes a link for somebody, and shows it once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [role, setRole] = useState<PersonRole>('member');
  const [email, setEmail] = useState('');
  // It opens the organization: this component alone has it, and forgets it when it is closed.
  const [token, setToken] = useState<string | null>(null);
  const invite = useInvite(setToken);
  if (token !== null) {
    return <LinkDialog token={token} onClose={onClose} />;
  }
  const submit = (): void => {
    invite.mutate({ role, ...(email.trim() !== '' && { email: email.trim() }) });
  };
  return (
    <FormDialog
      key="wanted"
      title={text.title}
      confirm={text.create}
      busy={invite.isPending}
      onSubmit={submit}
      onClose={onClose}
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
      {isKlayimError(invite.error, 'too_many_invitations') ? (
        <Notice tone="bad" role="alert">
          {text.tooMany}
        </Notice>
      ) : invite.error ? (
        <FailureNotice error={invite.error} />
      ) : null}
    </FormDialog>
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
