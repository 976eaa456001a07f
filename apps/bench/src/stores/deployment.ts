/** The deployments that sizing is worked out for, and what is assumed of them. */

export interface Deployment {
  /** Requests a second at the busiest time, each followed by its verification. */
  readonly rate: number;
  /** Requests a day: the busiest time sees three times the day's mean. */
  readonly requestsPerDay: number;
  /**
   * Numbers of users that sign in once a day and mistype once in a year: as many records as there can be, as the same
   * numbers come back.
   */
  readonly returningNumbers: number;
  /** Numbers that are verified once and never come back: a day of them is kept at a time. */
  readonly passingNumbers: number;
  /** One in twenty of those mistypes, and its failure is kept for a year. */
  readonly passingNumbersWithFailure: number;
}

const RATES = [10, 1000, 10_000];
const PEAK_OVER_MEAN = 3;
/** Of new numbers, those that mistype. */
export const FAILING_SHARE = 0.05;
const DAY_SECONDS = 86_400;
const YEAR_DAYS = 365;

export const DEPLOYMENTS: readonly Deployment[] = RATES.map((rate) => {
  const requestsPerDay = (rate * DAY_SECONDS) / PEAK_OVER_MEAN;
  return {
    rate,
    requestsPerDay,
    returningNumbers: requestsPerDay,
    passingNumbers: requestsPerDay,
    passingNumbersWithFailure: requestsPerDay * FAILING_SHARE * YEAR_DAYS,
  };
});
