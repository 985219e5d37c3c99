import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { importText } from '#text/import';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import type { ImportField, ImportSettings } from './settings.ts';

interface ColumnNamesProps {
  columns: ImportSettings['columns'];
  headers: readonly string[];
  onChange: (columns: ImportSettings['columns']) => void;
}

const { settings: text, fields } = importText;

/** Says which column holds which field, one after the other. */
export function ColumnNames({ columns, headers, onChange }: ColumnNamesProps) {
  const [field, setField] = useState<ImportField>('role');
  const [header, setHeader] = useState('');
  const listId = useId();
  const add = (): void => {
    if (header.trim() !== '') {
      onChange({ ...columns, [field]: header.trim() });
      setHeader('');
    }
  };
  const remove = (gone: ImportField): void => {
    const { [gone]: _gone, ...rest } = columns;
    onChange(rest);
  };
  return (
    <fieldset className="column-names">
      <legend className="field__label">{text.columns}</legend>
      <ul className="column-names__list">
        {(Object.entries(columns) as [ImportField, string][]).map(([named, column]) => (
          <li key={named}>
            <code>{column}</code> → {fields[named]}
            <Button look="quiet" onClick={() => remove(named)} aria-label={text.removeColumn(column)}>
              <X size={16} aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ul>
      <div className="column-names__add">
        <TextField
          label={text.header}
          list={listId}
          maxLength={200}
          value={header}
          onChange={(event) => setHeader(event.target.value)}
        />
        <SelectField
          label={text.field}
          value={field}
          onChange={(event) => setField(event.target.value as ImportField)}
        >
          {Object.entries(fields).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
        <Button onClick={add}>{text.addColumn}</Button>
      </div>
      <datalist id={listId}>
        {headers.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
    </fieldset>
  );
}
