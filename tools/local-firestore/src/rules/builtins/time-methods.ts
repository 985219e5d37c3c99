import { RulesDuration, RulesTimestamp } from '../values/value.ts';
import { asInstance, type Builtin } from './builtin.ts';

/** In every unit of time here. */
export const NANOS_PER_SECOND = 1_000_000_000n;
/** As timestamps are given to `timestamp.value`. */
export const NANOS_PER_MILLI = 1_000_000n;
const NANOS_PER_DAY = 86_400n * NANOS_PER_SECOND;
const MILLIS_PER_DAY = 86_400_000;
const DAYS_PER_WEEK = 7;

/** Methods of timestamps, all in UTC. @see https://firebase.google.com/docs/reference/rules/rules.Timestamp */
export const TIMESTAMP_METHODS: Readonly<Record<string, Builtin>> = {
  year: dateField((date) => date.getUTCFullYear()),
  month: dateField((date) => date.getUTCMonth() + 1),
  day: dateField((date) => date.getUTCDate()),
  hours: dateField((date) => date.getUTCHours()),
  minutes: dateField((date) => date.getUTCMinutes()),
  seconds: dateField((date) => date.getUTCSeconds()),
  /** From 1, Monday, to 7, Sunday. */
  dayOfWeek: dateField((date) => date.getUTCDay() || DAYS_PER_WEEK),
  /** From 1. */
  dayOfYear: dateField((date) => {
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    return (Date.UTC(year, month, day) - Date.UTC(year, 0, 0)) / MILLIS_PER_DAY;
  }),
  nanos: timeField((nanos) => modulo(nanos, NANOS_PER_SECOND)),
  toMillis: timeField((nanos) => (nanos - modulo(nanos, NANOS_PER_MILLI)) / NANOS_PER_MILLI),
  date: {
    arity: 0,
    run(time) {
      const { nanos } = asInstance(time, RulesTimestamp);
      return new RulesTimestamp(nanos - modulo(nanos, NANOS_PER_DAY));
    },
  },
  time: {
    arity: 0,
    run: (time) => new RulesDuration(modulo(asInstance(time, RulesTimestamp).nanos, NANOS_PER_DAY)),
  },
};

/** Methods of durations. @see https://firebase.google.com/docs/reference/rules/rules.Duration */
export const DURATION_METHODS: Readonly<Record<string, Builtin>> = {
  seconds: { arity: 0, run: (span) => asInstance(span, RulesDuration).nanos / NANOS_PER_SECOND },
  nanos: { arity: 0, run: (span) => asInstance(span, RulesDuration).nanos % NANOS_PER_SECOND },
};

function timeField(read: (nanos: bigint) => bigint): Builtin {
  return { arity: 0, run: (time) => read(asInstance(time, RulesTimestamp).nanos) };
}

function dateField(read: (date: Date) => number): Builtin {
  return timeField((nanos) =>
    BigInt(read(new Date(Number((nanos - modulo(nanos, NANOS_PER_MILLI)) / NANOS_PER_MILLI)))),
  );
}

/** Never negative, for times before 1970 too. */
function modulo(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}
