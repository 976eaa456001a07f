import type { Check } from './doctor-facts.ts';
import { type Finding, warning } from './finding.ts';

/** Adapters refuse plain http where credentials and codes go; receipts come in on addresses that only the vendor sees. */
export const checkEndpoints: Check = ({ plan, reading }) => [
  ...(isPlain(plan.publicUrl) ? [plainHttp('OTP_PUBLIC_URL')] : []),
  ...[...plan.providers, ...plan.retired].flatMap((each) => {
    if (each.from !== 'catalog') return [];
    const { entry, options, path } = each;
    return entry.settings
      .filter(({ option }) => isPlain(options[option]) && !reading.problems.isAbout(`${path}.${option}`))
      .map(({ variable }) => plainHttp(variable));
  }),
];

function plainHttp(variable: string): Finding {
  const message = `${variable} is not https: whoever is on the way reads what goes there, and can change it.`;
  return warning('plain-http', message);
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'string' || !/^http:/i.test(value) || !URL.canParse(value)) return false;
  return !/^(?:localhost|.*\.localhost|\[::1\]|127(?:\.\d{1,3}){3})$/.test(new URL(value).hostname);
}
