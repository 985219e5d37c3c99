import type { Schemas } from '@klayim/client';
import { useId, useState } from 'react';
import { commonText } from '#text/common';
import { connectionText } from '#text/connection';
import { useRemove } from '../../connections/actions.ts';
import { FailureNotice } from '../../connections/fix-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';

interface RemoveDialogProps {
  connection: Schemas['Integration'];
  onClose: () => void;
  onRemoved: () => void;
}

const { remove: text } = connectionText;

/** Deletes a connection for good, once its address has been typed. */
export function RemoveDialog({ connection: { id, accountEmail }, onClose, onRemoved }: RemoveDialogProps) {
  const formId = useId();
  const [typed, setTyped] = useState('');
  const [mismatch, setMismatch] = useState(false);
  const remove = useRemove(id);
  const submit = (event: { preventDefault: () => void }): void => {
    event.preventDefault();
    if (typed.trim() === accountEmail) {
      remove.mutate(undefined, { onSuccess: onRemoved });
    } else {
      setMismatch(true);
    }
  };
  return (
    <Dialog
      title={text.title(accountEmail)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button type="submit" form={formId} look="danger" busy={remove.isPending}>
            {text.confirm}
          </Button>
        </>
      }
    >
      <p>{text.explanation}</p>
      <form id={formId} onSubmit={submit}>
        <TextField
          label={text.typeToConfirm(accountEmail)}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          error={mismatch ? text.mismatch : undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            setMismatch(false);
          }}
        />
      </form>
      {remove.error ? <FailureNotice error={remove.error} /> : null}
    </Dialog>
  );
}
