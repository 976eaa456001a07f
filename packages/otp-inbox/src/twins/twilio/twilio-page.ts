/** Lists as Twilio pages them: those of the API of 2010, and those of Verify. */
import type { TwilioForm } from './twilio-form.ts';
import { twilioRefusal } from './twilio-refusal.ts';

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1000;

export function createPage(path: string, query: TwilioForm, items: readonly unknown[]) {
  const size = readWhole(query, 'PageSize', 1, DEFAULT_SIZE);
  const page = readWhole(query, 'Page', 0, 0);
  const start = page * size;
  const shown = items.slice(start, start + size);
  const filters = query.names().filter((name) => !['PageSize', 'Page', 'PageToken'].includes(name));
  const address = (number: number): string => {
    const parameters = new URLSearchParams();
    for (const name of filters) parameters.set(name, query(name) ?? '');
    parameters.set('PageSize', String(size));
    parameters.set('Page', String(number));
    parameters.set('PageToken', `PA${number}`);
    return `${path}?${parameters}`;
  };
  const next = start + size < items.length ? address(page + 1) : null;
  const previous = page > 0 ? address(page - 1) : null;
  return {
    asOf2010: (name: string) => ({
      [name]: shown,
      page,
      page_size: size,
      start,
      end: start + Math.max(0, shown.length - 1),
      uri: address(page),
      first_page_uri: address(0),
      next_page_uri: next,
      previous_page_uri: previous,
    }),
    asOfVerify: (name: string, origin: string) => ({
      [name]: shown,
      meta: {
        key: name,
        page,
        page_size: size,
        url: `${origin}${address(page)}`,
        first_page_url: `${origin}${address(0)}`,
        next_page_url: next === null ? null : `${origin}${next}`,
        previous_page_url: previous === null ? null : `${origin}${previous}`,
      },
    }),
  };
}

function readWhole(query: TwilioForm, name: string, minimum: number, otherwise: number): number {
  const value = query(name);
  if (value === undefined) return otherwise;
  if (/^\d{1,6}$/.test(value) && Number(value) >= minimum) return Math.min(Number(value), MAX_SIZE);
  throw twilioRefusal(400, 20422, `'${name}' is not a number of the right size.`);
}
