import { type ReactNode, useState } from 'react';
import { confirmText } from '#text/confirm';
import { FailureNotice } from '../connections/fix-button.tsx';
import { TextField } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';

interface ConfirmDialogProps {
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** The button that does it. */
  confirm: string;
  /** What has to be typed first, where something is gone for good afterwards. */
  word?: string;
  busy: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something is taken away. */
export function ConfirmDialog({
  title,
  children,
  confirm,
  word,
  busy,
  error,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const [typed, setTyped] = useState('');
  const [mismatch, setMismatch] = useState(false);
  const submit = (): void => {
    if (word !== undefined && typed.trim() !== word) {
      setMismatch(true);
    } else {
      onConfirm();
    }
  };
  return (
    <FormDialog title={title} confirm={confirm} look="danger" busy={busy} onSubmit={submit} onClose={onClose}>
      {children}
      {word === undefined ? null : (
        <TextField
          label={confirmText.typeToConfirm(word)}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          error={mismatch ? confirmText.mismatch(word) : undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            setMismatch(false);
          }}
        />
      )}
      {error ? <FailureNotice error={error} /> : null}
    </FormDialog>
  );
}
