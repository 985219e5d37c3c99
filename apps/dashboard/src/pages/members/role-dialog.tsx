import { isKlayimError } from '@klayim/client';
import { useId, useState } from 'react';
import { commonText } from '#text/common';
import { membersText } from '#text/members';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
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
  const formId = useId();
  const [role, setRole] = useState<PersonRole>(member.role === 'service' ? 'member' : member.role);
  const change = useChangeRole(member.userId);
  const submit = (): void => {
    if (role === member.role) {
      onClose(null);
    } else if (!change.isPending) {
      change.mutate(role, { onSuccess: () => onClose(text.done(name, roles[role].is)) });
    }
  };
  return (
    <Dialog
      title={text.title(name)}
      onClose={() => onClose(null)}
      actions={
        <>
          <Button onClick={() => onClose(null)}>{commonText.cancel}</Button>
          <Button type="submit" form={formId} look="primary" busy={change.isPending}>
            {text.save}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <RoleField label={text.role} role={role} onChange={setRole} />
      </form>
      <p className="small muted">{text.takesEffect}</p>
      {isYou ? <Notice tone="warning">{text.yourself}</Notice> : null}
      {change.error ? <MemberFailure error={change.error} /> : null}
    </Dialog>
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
