import { type ReactNode, useId, useState } from 'react';
import { commonText } from '#text/common';
import { confirmText } from '#text/confirm';
import { FailureNotice } from '../connections/fix-button.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './field.tsx';

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
  const formId = useId();
  const [typed, setTyped] = useState('');
  const [mismatch, setMismatch] = useState(false);
  const submit = (event: { preventDefault: () => void }): void => {
    event.preventDefault();
    if (word !== undefined && typed.trim() !== word) {
      setMismatch(true);
    } else if (!busy) {
      onConfirm();
    }
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button type="submit" form={formId} look="danger" busy={busy}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
      <form id={formId} onSubmit={submit}>
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
      </form>
      {error ? <FailureNotice error={error} /> : null}
    </Dialog>
  );
}
