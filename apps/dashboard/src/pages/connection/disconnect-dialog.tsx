import { connectionText } from '#text/connection';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

interface DisconnectDialogProps {
  account: string;
  busy: boolean;
  onClose: () => void;
  onConfirm: () => void;
}

const { disconnect: text } = connectionText;

/** Says what disconnecting does before it is done. What it came to is said by the page. */
export function DisconnectDialog({ account, busy, onClose, onConfirm }: DisconnectDialogProps) {
  return (
    <ConfirmDialog
      title={text.title(account)}
      confirm={text.confirm}
      busy={busy}
      error={null}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>{text.explanation}</p>
    </ConfirmDialog>
  );
}
