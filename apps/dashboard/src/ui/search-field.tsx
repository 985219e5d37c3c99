import { useEffect, useState } from 'react';
import { TextField } from './field.tsx';

interface SearchFieldProps {
  label: string;
  hint?: string;
  value: string;
  /** Called when the person pauses. */
  onSearch: (value: string) => void;
}

/** What is typed counts after this time without another key. */
const pauseMs = 250;

/** A search that is asked for when the person pauses. */
export function SearchField({ label, hint, value, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const wanted = typed.trim();
  // The address was changed by something else, such as the button that clears the filters.
  if (value !== known) {
    setKnown(value);
    if (value !== wanted) {
      setTyped(value);
    }
  }
  useEffect(() => {
    if (wanted === value) {
      return;
    }
    const timer = window.setTimeout(() => onSearch(wanted), pauseMs);
    return () => window.clearTimeout(timer);
  });
  return (
    <TextField
      label={label}
      hint={hint}
      type="search"
      maxLength={100}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
