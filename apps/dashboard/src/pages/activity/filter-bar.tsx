import type { Schemas } from '@klayim/client';
import { activityText } from '#text/activity';
import { auditEventText } from '#text/audit';
import { SelectField, TextField } from '../../ui/field.tsx';
import { nameOfActor, nameOfSubject } from './event-names.ts';
import type { ActivityFilters } from './filters.ts';
import { NameFilter } from './name-filter.tsx';
import { useNamedActors, useNamedRecords } from './use-named.ts';

interface ActivityFilterBarProps {
  filters: ActivityFilters;
  /** What is shown: it knows the names of what is chosen. */
  events: readonly Schemas['AuditEvent'][];
  set: (name: keyof ActivityFilters, value: string) => void;
}

const { filters: text } = activityText;

/** What narrows the trail: by kinds, by names, which those in the list fill in, and by days. */
export function ActivityFilterBar({ filters, events, set }: ActivityFilterBarProps) {
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
      <NameFilter
        label={text.actor}
        value={filters.actor}
        name={nameOfActor(events, filters.actor)}
        useNamed={useNamedActors}
        onChoose={(id) => set('actor', id)}
      />
      {choice('subjectType', activityText.subjects)}
      <NameFilter
        label={text.subjectId}
        value={filters.subject}
        name={nameOfSubject(events, filters.subject)}
        useNamed={useNamedRecords}
        onChoose={(id) => set('subject', id)}
      />
      {day('from')}
      {day('to')}
    </search>
  );
}
