import { connectionsText } from '#text/connections';
import { useProviders } from '../../connections/queries.ts';
import { SelectField } from '../../ui/field.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { ListFilters } from './filters.ts';

const { filters: text, statusFilter, actionFilter, orders } = connectionsText;

/** Search, filters and order; what is chosen is in the address. */
export function FilterBar({ filters, set }: ListFilters) {
  const { data: providers = [] } = useProviders();
  return (
    <search className="filter-bar" aria-label={text.label}>
      <SearchField label={text.search} value={filters.search} onSearch={(value) => set('search', value)} />
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
        <Options labels={statusFilter} />
      </SelectField>
      <SelectField
        label={text.requiredAction}
        value={filters.requiredAction ?? ''}
        onChange={(event) => set('requiredAction', event.target.value)}
      >
        <option value="">{text.any}</option>
        <Options labels={actionFilter} />
      </SelectField>
      <SelectField
        label={text.sort}
        value={filters.search === '' ? filters.sort : 'account'}
        disabled={filters.search !== ''}
        onChange={(event) => set('sort', event.target.value)}
      >
        <Options labels={orders} />
      </SelectField>
    </search>
  );
}

function Options({ labels }: { labels: Readonly<Record<string, string>> }) {
  return Object.entries(labels).map(([value, label]) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}
