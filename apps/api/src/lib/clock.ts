/** Where the time comes from: milliseconds since the epoch. */
export type Clock = () => number;
