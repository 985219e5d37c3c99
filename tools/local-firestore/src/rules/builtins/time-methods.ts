import { RulesDuration, RulesTimestamp } from '../values/value.ts';
import { asInstance, type Builtin } from './builtin.ts';

/** In every unit of time here. */
export const nanosPerSecond = 1_000_000_000n;
/** As timestamps are given to `timestamp.value`. */
export const nanosPerMilli = 1_000_000n;
const nanosPerDay = 86_400n * nanosPerSecond;
const millisPerDay = 86_400_000;
const daysPerWeek = 7;

/** Methods of timestamps, all in UTC. @see https://firebase.google.com/docs/reference/rules/rules.Timestamp */
export const timestampMethods: Readonly<Record<string, Builtin>> = {
  year: dateField((date) => date.getUTCFullYear()),
  month: dateField((date) => date.getUTCMonth() + 1),
  day: dateField((date) => date.getUTCDate()),
  hours: dateField((date) => date.getUTCHours()),
  minutes: dateField((date) => date.getUTCMinutes()),
  seconds: dateField((date) => date.getUTCSeconds()),
  /** From 1, Monday, to 7, Sunday. */
  dayOfWeek: dateField((date) => date.getUTCDay() || daysPerWeek),
  /** From 1. */
  dayOfYear: dateField((date) => {
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    return (Date.UTC(year, month, day) - Date.UTC(year, 0, 0)) / millisPerDay;
  }),
  nanos: timeField((nanos) => modulo(nanos, nanosPerSecond)),
  toMillis: timeField((nanos) => (nanos - modulo(nanos, nanosPerMilli)) / nanosPerMilli),
  date: {
    arity: 0,
    run(time) {
      const { nanos } = asInstance(time, RulesTimestamp);
      return new RulesTimestamp(nanos - modulo(nanos, nanosPerDay));
    },
  },
  time: {
    arity: 0,
    run: (time) => new RulesDuration(modulo(asInstance(time, RulesTimestamp).nanos, nanosPerDay)),
  },
};

/** Methods of durations. @see https://firebase.google.com/docs/reference/rules/rules.Duration */
export const durationMethods: Readonly<Record<string, Builtin>> = {
  seconds: { arity: 0, run: (span) => asInstance(span, RulesDuration).nanos / nanosPerSecond },
  nanos: { arity: 0, run: (span) => asInstance(span, RulesDuration).nanos % nanosPerSecond },
};

function timeField(read: (nanos: bigint) => bigint): Builtin {
  return { arity: 0, run: (time) => read(asInstance(time, RulesTimestamp).nanos) };
}

function dateField(read: (date: Date) => number): Builtin {
  return timeField((nanos) =>
    BigInt(read(new Date(Number((nanos - modulo(nanos, nanosPerMilli)) / nanosPerMilli)))),
  );
}

/** Never negative, for times before 1970 too. */
function modulo(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}
