import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { activityText } from '#text/activity';
import { Button } from '../../ui/button.tsx';
import { SearchField } from '../../ui/search-field.tsx';

/** Something that a name stands for. */
export interface Named {
  id: string;
  name: string;
  /** What it is: a connection, a member. */
  kind: string;
}

interface NameFilterProps {
  label: string;
  /** The id that is chosen; empty for none. */
  value: string;
  /** What people call it, where that is known. */
  name: string | null;
  /** What fits a name that is typed; undefined while it is looked for. */
  useNamed: (typed: string) => readonly Named[] | undefined;
  onChoose: (id: string) => void;
}

const { byName: text } = activityText;

/** Chooses a record by its name. Who has an id, from a log perhaps, may write that. */
export function NameFilter({ label, value, name, useNamed, onChoose }: NameFilterProps) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Pick<Named, 'id' | 'name'> | null>(null);
  const labelId = useId();
  if (value !== '') {
    const shown = name ?? (chosen?.id === value ? chosen.name : value);
    return (
      <div className="field">
        <span className="field__label" id={labelId}>
          {label}
        </span>
        <span className="named__chosen">
          <span className="named__name" title={shown}>
            {shown}
          </span>
          <Button look="quiet" onClick={() => onChoose('')}>
            <X size={16} aria-hidden="true" />
            <span className="visually-hidden">{text.remove(label)}</span>
          </Button>
        </span>
      </div>
    );
  }
  return (
    <div className="named">
      <SearchField label={label} value={typed} onSearch={setTyped} />
      {typed === '' ? null : (
        <Suggestions
          label={label}
          typed={typed}
          useNamed={useNamed}
          onChoose={(named) => {
            setTyped('');
            setChosen(named);
            onChoose(named.id);
          }}
        />
      )}
    </div>
  );
}

interface SuggestionsProps extends Pick<NameFilterProps, 'label' | 'useNamed'> {
  typed: string;
  onChoose: (named: Pick<Named, 'id' | 'name'>) => void;
}

function Suggestions({ label, typed, useNamed, onChoose }: SuggestionsProps) {
  const found = useNamed(typed);
  return (
    <div className="named__suggestions">
      <p role="status" className="small muted">
        {found === undefined ? text.looking : text.found(found.length)}
      </p>
      <ul aria-label={text.suggestions(label)}>
        {found?.map(({ id, name, kind }) => (
          <li key={id}>
            <button type="button" className="named__suggestion" onClick={() => onChoose({ id, name })}>
              {name} <span className="small muted">{kind}</span>
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            className="named__suggestion"
            onClick={() => onChoose({ id: typed, name: typed })}
          >
            {text.useId} <code className="break-anywhere">{typed}</code>
          </button>
        </li>
      </ul>
    </div>
  );
}
