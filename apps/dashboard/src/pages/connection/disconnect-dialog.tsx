import { commonText } from '#text/common';
import { connectionText } from '#text/connection';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface DisconnectDialogProps {
  account: string;
  busy: boolean;
  onClose: () => void;
  onConfirm: () => void;
}

const { disconnect: text } = connectionText;

/** Says what disconnecting does before it is done. */
export function DisconnectDialog({ account, busy, onClose, onConfirm }: DisconnectDialogProps) {
  return (
    <Dialog
      title={text.title(account)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button look="danger" busy={busy} onClick={onConfirm}>
            {text.confirm}
          </Button>
        </>
      }
    >
      <p>{text.explanation}</p>
    </Dialog>
  );
}
