import { isKlayimError } from '@klayim/client';
import { useState } from 'react';
import { membersText } from '#text/members';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type Member, type PersonRole, useChangeRole } from './queries.ts';
import { RoleField } from './role-field.tsx';

export interface MemberDialogProps {
  member: Member;
  name: string;
  isYou: boolean;
  /** With what has been done, if anything. */
  onClose: (outcome: string | null) => void;
}

const { changeRole: text, roles } = membersText;

/** Gives somebody another role. */
export function RoleDialog({ member, name, isYou, onClose }: MemberDialogProps) {
  const [role, setRole] = useState<PersonRole>(member.role === 'service' ? 'member' : member.role);
  const change = useChangeRole(member.userId);
  const submit = (): void => {
    if (role === member.role) {
      onClose(null);
    } else {
      change.mutate(role, { onSuccess: () => onClose(text.done(name, roles[role].is)) });
    }
  };
  return (
    <FormDialog
      title={text.title(name)}
      confirm={text.save}
      busy={change.isPending}
      onSubmit={submit}
      onClose={() => onClose(null)}
    >
      <RoleField label={text.role} role={role} onChange={setRole} />
      <p className="small muted">{text.takesEffect}</p>
      {isYou ? <Notice tone="warning">{text.yourself}</Notice> : null}
      {change.error ? <MemberFailure error={change.error} /> : null}
    </FormDialog>
  );
}

/** Why it did not work: most often because nobody else is an owner. */
export function MemberFailure({ error }: { error: Error }) {
  return isKlayimError(error, 'last_owner') ? (
    <Notice tone="bad" role="alert">
      {membersText.lastOwner}
    </Notice>
  ) : (
    <FailureNotice error={error} />
  );
}
