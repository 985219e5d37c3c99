import { useId, useState } from 'react';
import { commonText } from '#text/common';
import { settingsText } from '#text/settings';
import { FailureNotice } from '../connections/fix-button.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/field.tsx';

interface OverlapDialogProps {
  title: string;
  explanation: string;
  label: string;
  confirm: string;
  busy: boolean;
  error: Error | null;
  onConfirm: (overlapSeconds: number) => void;
  onClose: () => void;
}

/** Seconds for which what is replaced still works, as the API takes them. */
const overlaps = Object.entries(settingsText.overlaps);

/** Asks for how long a secret works beside the one that replaces it. */
export function OverlapDialog(props: OverlapDialogProps) {
  const { title, explanation, label, confirm, busy, error, onConfirm, onClose } = props;
  const formId = useId();
  const [seconds, setSeconds] = useState('86400');
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button type="submit" form={formId} look="primary" busy={busy}>
            {confirm}
          </Button>
        </>
      }
    >
      <p>{explanation}</p>
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) {
            onConfirm(Number(seconds));
          }
        }}
      >
        <SelectField label={label} value={seconds} onChange={(event) => setSeconds(event.target.value)}>
          {overlaps.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </SelectField>
      </form>
      {error ? <FailureNotice error={error} /> : null}
    </Dialog>
  );
}
