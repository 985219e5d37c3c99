import { useId, useState } from 'react';
import { importText } from '#text/import';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { ColumnNames } from './column-names.tsx';
import type { ImportSettings } from './settings.ts';

interface SettingsFormProps {
  settings: ImportSettings;
  /** Column names of the file, as far as they are known. */
  headers: readonly string[];
  open: boolean;
  onCheck: (settings: ImportSettings) => void;
}

const { settings: text } = importText;

/** How the file is to be read, where that is not found out by itself. */
export function SettingsForm({ settings, headers, open, onCheck }: SettingsFormProps) {
  const [draft, setDraft] = useState(settings);
  const headingId = useId();
  const choice = (name: Choice, labels: Readonly<Record<string, string>>) => (
    <SelectField
      label={text[name]}
      value={draft[name]}
      onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
    >
      <option value="">{text.automatic}</option>
      {Object.entries(labels).map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </SelectField>
  );
  return (
    <details className="card import__settings" open={open}>
      <summary id={headingId}>{text.title}</summary>
      <form
        aria-labelledby={headingId}
        className="import__form"
        onSubmit={(event) => {
          event.preventDefault();
          onCheck(draft);
        }}
      >
        <p className="muted small">{text.lead}</p>
        <div className="import__choices">
          {choice('delimiter', text.delimiters)}
          {choice('encoding', text.encodings)}
          {choice('matchBy', text.matchBys)}
          {choice('decimalSeparator', text.decimalSeparators)}
          {choice('payPeriod', text.payPeriods)}
          <TextField
            label={text.maxHourlyRate}
            inputMode="numeric"
            value={draft.maxHourlyRate}
            onChange={(event) => setDraft({ ...draft, maxHourlyRate: event.target.value })}
          />
        </div>
        <TextField
          label={text.statusWords}
          hint={text.statusWordsHint}
          maxLength={2000}
          value={draft.statusWords}
          onChange={(event) => setDraft({ ...draft, statusWords: event.target.value })}
        />
        <ColumnNames
          columns={draft.columns}
          headers={headers}
          onChange={(columns) => setDraft({ ...draft, columns })}
        />
        <Button type="submit">{text.check}</Button>
      </form>
    </details>
  );
}

type Choice = 'delimiter' | 'encoding' | 'matchBy' | 'decimalSeparator' | 'payPeriod';
