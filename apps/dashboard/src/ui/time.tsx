import { commonText } from '#text/common';
import { dayMs, hourMs, minuteMs } from '../duration.ts';
import { useNow } from './use-now.ts';

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', dayMs],
  ['hour', hourMs],
  ['minute', minuteMs],
];
const relative = new Intl.RelativeTimeFormat(commonText.locale, { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat(commonText.locale, { dateStyle: 'medium', timeStyle: 'short' });

interface TimeProps {
  at: string | null;
  /** The date and time themselves, where somebody has to be done by then. */
  exact?: boolean;
}

/** A time as people say it, "5 minutes ago", with the exact one on hover; "Never" for null. */
export function Time({ at, exact = false }: TimeProps) {
  const nowMs = useNow();
  if (at === null) {
    return <span>{commonText.never}</span>;
  }
  const date = absolute.format(new Date(at));
  return (
    <time dateTime={at} title={date}>
      {exact ? date : relativeTime(Date.parse(at) - nowMs)}
    </time>
  );
}

/** @param differenceMs negative for what has passed. */
export function relativeTime(differenceMs: number): string {
  const [unit, lengthMs] = units.find(([, length]) => Math.abs(differenceMs) >= length) ?? ['minute', 0];
  return lengthMs === 0 ? commonText.justNow : relative.format(Math.trunc(differenceMs / lengthMs), unit);
}
