import { isKlayimError } from '@klayim/client';
import { membersText } from '#text/members';
import { organizationOf, useMe } from '../../api/me.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useLeaveOrganization } from './queries.ts';
import { MemberFailure } from './role-dialog.tsx';

const { leave: text } = membersText;

/** Leaves the organization, after saying what that means. */
export function LeaveDialog({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const leave = useLeaveOrganization();
  const isRefused = isKlayimError(leave.error, 'last_owner');
  const others = me?.organizations.filter(({ id }) => id !== me.organizationId) ?? [];
  return (
    <ConfirmDialog
      title={text.title((me && organizationOf(me)?.name) ?? '')}
      confirm={text.confirm}
      busy={leave.isPending || leave.isSuccess}
      error={isRefused ? null : leave.error}
      onClose={onClose}
      onConfirm={() => leave.mutate()}
    >
      <p>{text.explanation}</p>
      <p>{others.length > 0 ? text.goesOn : text.signsOut}</p>
      {isRefused && leave.error ? <MemberFailure error={leave.error} /> : null}
    </ConfirmDialog>
  );
}
