import { activityText } from '#text/activity';
import { auditEventText } from '#text/audit';
import { SelectField, TextField } from '../../ui/field.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import type { ActivityFilters } from './filters.ts';

interface ActivityFilterBarProps {
  filters: ActivityFilters;
  set: (name: keyof ActivityFilters, value: string) => void;
}

const { filters: text } = activityText;

/** What narrows the trail; names in the list fill in the ids. */
export function ActivityFilterBar({ filters, set }: ActivityFilterBarProps) {
  const choice = (name: 'type' | 'subjectType' | 'result', labels: Readonly<Record<string, string>>) => (
    <SelectField label={text[name]} value={filters[name]} onChange={(event) => set(name, event.target.value)}>
      <option value="">{text.any}</option>
      {Object.entries(labels).map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </SelectField>
  );
  const day = (name: 'from' | 'to') => (
    <TextField
      label={text[name]}
      type="date"
      value={filters[name]}
      onChange={(event) => set(name, event.target.value)}
    />
  );
  return (
    <search className="activity__filters" aria-label={text.label}>
      {choice('type', auditEventText)}
      {choice('result', activityText.results)}
      <SearchField label={text.actor} value={filters.actor} onSearch={(value) => set('actor', value)} />
      {choice('subjectType', activityText.subjects)}
      <SearchField
        label={text.subjectId}
        value={filters.subject}
        onSearch={(value) => set('subject', value)}
      />
      {day('from')}
      {day('to')}
    </search>
  );
}
