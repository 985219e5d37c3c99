import { connectionsText } from '#text/connections';
import { useProviders } from '../../connections/queries.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import type { useListFilters } from './filters.ts';

const { filters: text, statusFilter } = connectionsText;

/** Search and filters; what is chosen is in the address. */
export function FilterBar({ filters, set }: ReturnType<typeof useListFilters>) {
  const { data: providers = [] } = useProviders();
  return (
    <search className="filter-bar" aria-label={text.label}>
      <TextField
        label={text.search}
        type="search"
        value={filters.search}
        onChange={(event) => set('search', event.target.value)}
      />
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
    </search>
  );
}
