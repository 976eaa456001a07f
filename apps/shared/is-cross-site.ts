/** What a page of another site makes a browser send. Programs send none of these headers. */
export interface FetchHeaders {
  readonly 'sec-fetch-site': string | undefined;
  readonly origin: string | undefined;
  readonly host: string | undefined;
}

/** Browsers say it themselves; an older one names at least the origin. */
export function isCrossSite({ 'sec-fetch-site': site, origin, host }: FetchHeaders): boolean {
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && origin.replace(/^https?:\/\//, '') !== host;
}
