/** Hours of a year of work: 52 weeks of 40 hours. */
const hoursPerYear = 2_080;

/** What a request says of pay. */
export interface PayRequest {
  hourlyRateCents?: number | null | undefined;
  annualSalaryCents?: number | undefined;
}

/**
 * Pay by the hour of a salary by the year: divided by 2,080 hours, half a cent rounded up.
 * @param annualSalaryCents Integer cents.
 * @returns integer cents.
 */
export function hourlyRateOf(annualSalaryCents: number): number {
  // In integers all the way: no binary fraction decides which half is up.
  return Math.floor((2 * annualSalaryCents + hoursPerYear) / (2 * hoursPerYear));
}

/** Pay as it is stored; undefined when the request does not speak of it. */
export function payOf({ hourlyRateCents, annualSalaryCents }: PayRequest): number | null | undefined {
  return annualSalaryCents === undefined ? hourlyRateCents : hourlyRateOf(annualSalaryCents);
}
