/** Times of the server, which differ. */
const times = new Set(['createTime', 'updateTime', 'commitTime']);
/** No test writes a time within this range, in seconds: it is one that the server gave. */
const serverSeconds = { from: 1_700_000_000, to: 1_999_999_999 };

function isServerTime(seconds: unknown): boolean {
  return Number(seconds) >= serverSeconds.from && Number(seconds) <= serverSeconds.to;
}

/** Leaves out what differs for a reason: times of the server, and whether a whole number is stored as a double. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(comparable);
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) {
    return value;
  }
  if ('seconds' in value && isServerTime(value.seconds)) {
    return 'a time of the server';
  }
  const entries = Object.entries(value).filter(([key, one]) => !times.has(key) && one !== null);
  return Object.fromEntries(
    entries
      .map(([key, one]): [string, unknown] =>
        key === 'doubleValue' || key === 'integerValue' ? ['number', Number(one)] : [key, comparable(one)],
      )
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
