import { type ReactNode, useId } from 'react';
import { commonText } from '#text/common';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface FormDialogProps {
  title: string;
  /** The fields, and what the last attempt came to. */
  children: ReactNode;
  /** The button that sends it. */
  confirm: string;
  look?: 'primary' | 'danger';
  busy: boolean;
  /** Not called while it is busy. */
  onSubmit: () => void;
  onClose: () => void;
}

/** A dialog that is one form, with a way out. */
export function FormDialog(props: FormDialogProps) {
  const { title, children, confirm, look = 'primary', busy, onSubmit, onClose } = props;
  const formId = useId();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button type="submit" form={formId} look={look} busy={busy}>
            {confirm}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="dialog__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) {
            onSubmit();
          }
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
