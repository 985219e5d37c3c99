import type { ReactNode } from 'react';
import { confirmText } from '#text/confirm';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { SecretField } from '../ui/secret-field.tsx';

interface IssuedDialogProps {
  title: string;
  /** What the secret is. */
  label: string;
  secret: string;
  /** What else came of it. */
  children?: ReactNode;
  onClose: () => void;
}

/** Shows a secret that was just made, for the only time. */
export function IssuedDialog({ title, label, secret, children, onClose }: IssuedDialogProps) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {confirmText.secret.done}
        </Button>
      }
    >
      <SecretField label={label} value={secret} />
      <Notice tone="warning">{confirmText.secret.once}</Notice>
      {children}
    </Dialog>
  );
}
