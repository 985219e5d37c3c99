import { isKlayimError } from '@klayim/client';
import { membersText } from '#text/members';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useRemoveMember } from './queries.ts';
import { type MemberDialogProps, MemberFailure } from './role-dialog.tsx';

const { remove: text } = membersText;

/** Takes somebody's access away, after saying what that means. */
export function RemoveMemberDialog({ member, name, onClose }: Omit<MemberDialogProps, 'isYou'>) {
  const remove = useRemoveMember(member.userId, () => onClose(text.done(name)));
  const isRefused = isKlayimError(remove.error, 'last_owner');
  return (
    <ConfirmDialog
      title={text.title(name)}
      confirm={text.confirm}
      busy={remove.isPending}
      error={isRefused ? null : remove.error}
      onClose={() => onClose(null)}
      onConfirm={() => remove.mutate()}
    >
      <p>{text.explanation}</p>
      {isRefused && remove.error ? <MemberFailure error={remove.error} /> : null}
    </ConfirmDialog>
  );
}
