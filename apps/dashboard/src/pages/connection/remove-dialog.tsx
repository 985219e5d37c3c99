import type { Schemas } from '@klayim/client';
import { connectionText } from '#text/connection';
import { useRemove } from '../../connections/actions.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

interface RemoveDialogProps {
  connection: Schemas['Integration'];
  onClose: () => void;
  onRemoved: () => void;
}

const { remove: text } = connectionText;

/** Deletes a connection for good, once its address has been typed. */
export function RemoveDialog({ connection: { id, accountEmail }, onClose, onRemoved }: RemoveDialogProps) {
  const remove = useRemove(id, onRemoved);
  return (
    <ConfirmDialog
      title={text.title(accountEmail)}
      confirm={text.confirm}
      word={accountEmail}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{text.explanation}</p>
    </ConfirmDialog>
  );
}
