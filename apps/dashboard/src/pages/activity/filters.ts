import type { Schemas } from '@klayim/client';
import { activityText } from '#text/activity';
import { auditEventText } from '#text/audit';
import { useAddressState } from '../../ui/use-address-state.ts';

type Event = Schemas['AuditEvent'];

/** What narrows the trail: all of it is in the address. Empty for any. */
export interface ActivityFilters {
  type: Event['type'] | '';
  actor: string;
  subjectType: Event['subject']['type'] | '';
  subject: string;
  result: Event['result'] | '';
  /** Days of the reader's own time zone, `2026-11-28`; both are part of what is shown. */
  from: string;
  to: string;
}

const none = { type: '', actor: '', subjectType: '', subject: '', result: '', from: '', to: '' } as const;
const maxIdLength = 128;

/** Reads and writes the filters in the address. A value that it does not know counts as none. */
export function useActivityFilters() {
  const { get, set } = useAddressState();
  const filters: ActivityFilters = {
    type: keyOf(auditEventText, get('type')),
    actor: get('actor').trim().slice(0, maxIdLength),
    subjectType: keyOf(activityText.subjects, get('subjectType')),
    subject: get('subject').trim().slice(0, maxIdLength),
    result: keyOf(activityText.results, get('result')),
    from: dayOf(get('from')),
    to: dayOf(get('to')),
  };
  return {
    filters,
    set: (name: keyof ActivityFilters, value: string): void => set({ [name]: value }),
    clear: (): void => set(none),
    isNarrowed: Object.values(filters).some((value) => value !== ''),
  };
}

/** The parameters of the API. @param filters with days, which begin and end at midnight where the reader is. */
export function queryOf({ type, actor, subjectType, subject, result, from, to }: ActivityFilters) {
  return {
    ...(type !== '' && { type }),
    ...(actor !== '' && { actorId: actor }),
    ...(subjectType !== '' && { subjectType }),
    ...(subject !== '' && { subjectId: subject }),
    ...(result !== '' && { result }),
    ...(from !== '' && { from: midnight(from, 0) }),
    ...(to !== '' && { to: midnight(to, 1) }),
  };
}

function midnight(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

function dayOf(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';
}

function keyOf<Key extends string>(known: Readonly<Record<Key, unknown>>, value: string): Key | '' {
  return Object.hasOwn(known, value) ? (value as Key) : '';
}
