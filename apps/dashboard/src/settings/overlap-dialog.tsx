import { useState } from 'react';
import { settingsText } from '#text/settings';
import { FailureNotice } from '../connections/fix-button.tsx';
import { SelectField } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';

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
  const [seconds, setSeconds] = useState('86400');
  return (
    <FormDialog
      title={title}
      confirm={confirm}
      busy={busy}
      onSubmit={() => onConfirm(Number(seconds))}
      onClose={onClose}
    >
      <p>{explanation}</p>
      <SelectField label={label} value={seconds} onChange={(event) => setSeconds(event.target.value)}>
        {overlaps.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
      {error ? <FailureNotice error={error} /> : null}
    </FormDialog>
  );
}
