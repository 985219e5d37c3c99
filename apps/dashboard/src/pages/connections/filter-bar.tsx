import { useEffect, useState } from 'react';
import { connectionsText } from '#text/connections';
import { useProviders } from '../../connections/queries.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import type { ListFilters } from './filters.ts';

const { filters: text, statusFilter, orders } = connectionsText;

/** The search is asked for when the person pauses. */
const pauseMs = 250;

/** Search, filters and order; what is chosen is in the address. */
export function FilterBar({ filters, set }: ListFilters) {
  const { data: providers = [] } = useProviders();
  return (
    <search className="filter-bar" aria-label={text.label}>
      <SearchField value={filters.search} set={set} />
      <SelectField
        label={text.provider}
        value={filters.provider ?? ''}
        onChange={(event) => set('provider', event.target.value)}
      >
        <option value="">{text.any}</option>
        {providers.map(({ provider, displayName }) => (
          <option key={provider} value={provider}>
            {displayName}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={text.status}
        value={filters.status ?? ''}
        onChange={(event) => set('status', event.target.value)}
      >
        <option value="">{text.any}</option>
        {Object.entries(statusFilter).map(([status, label]) => (
          <option key={status} value={status}>
            {label}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={text.sort}
        value={filters.search === '' ? filters.sort : 'account'}
        disabled={filters.search !== ''}
        onChange={(event) => set('sort', event.target.value)}
      >
        {Object.entries(orders).map(([order, label]) => (
          <option key={order} value={order}>
            {label}
          </option>
        ))}
      </SelectField>
    </search>
  );
}

function SearchField({ value, set }: { value: string; set: ListFilters['set'] }) {
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
    const timer = window.setTimeout(() => set('search', wanted), pauseMs);
    return () => window.clearTimeout(timer);
  });
  return (
    <TextField
      label={text.search}
      type="search"
      maxLength={100}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
