import type { Schemas } from '@klayim/client';
import { employeesText } from '#text/employees';
import { useFacets } from '../../employees/queries.ts';
import { SelectField } from '../../ui/field.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { SearchField } from '../../ui/search-field.tsx';
import type { ListFilters } from './filters.ts';

const { filters: text, orders, status, sources } = employeesText;

/** Search, filters and order. Departments and roles come with their counts. */
export function FilterBar({ filters, set, isNarrowed }: ListFilters) {
  const { data: facets } = useFacets();
  const byEmail = filters.search.includes('@');
  return (
    <search className="employee-filters" aria-label={text.label}>
      <SearchField
        label={text.search}
        {...(byEmail && { hint: text.searchHint })}
        value={filters.search}
        onSearch={(value) => set('search', value)}
      />
      <SelectField
        label={text.department}
        value={filters.department}
        disabled={byEmail}
        onChange={(event) => set('department', event.target.value)}
      >
        <FacetOptions facets={facets?.departments ?? []} chosen={filters.department} />
      </SelectField>
      <SelectField
        label={text.role}
        value={filters.role}
        disabled={byEmail}
        onChange={(event) => set('role', event.target.value)}
      >
        <FacetOptions facets={facets?.roles ?? []} chosen={filters.role} />
      </SelectField>
      <SelectField
        label={text.status}
        value={filters.status}
        disabled={byEmail}
        onChange={(event) => set('status', event.target.value)}
      >
        <option value="">{text.any}</option>
        <Options labels={status} />
      </SelectField>
      <SelectField
        label={text.source}
        value={filters.source}
        disabled={byEmail}
        onChange={(event) => set('source', event.target.value)}
      >
        <option value="">{text.any}</option>
        <Options labels={sources} />
      </SelectField>
      <SelectField
        label={text.sort}
        value={byEmail ? 'email' : isNarrowed ? 'name' : filters.sort}
        disabled={isNarrowed}
        onChange={(event) => set('sort', event.target.value)}
      >
        <Options labels={orders} />
      </SelectField>
    </search>
  );
}

function FacetOptions({ facets, chosen }: { facets: readonly Schemas['Facet'][]; chosen: string }) {
  return (
    <>
      <option value="">{text.any}</option>
      {chosen !== '' && !facets.some(({ value }) => value === chosen) ? (
        <option value={chosen}>{text.option(chosen, '0')}</option>
      ) : null}
      {facets.map(({ value, count }) => (
        <option key={value} value={value}>
          {text.option(value, formatCount(count))}
        </option>
      ))}
    </>
  );
}

function Options({ labels }: { labels: Readonly<Record<string, string>> }) {
  return Object.entries(labels).map(([value, label]) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}
