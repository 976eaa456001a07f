import { type AddressFlaw, judgeAddress } from '../compose/judge-address.ts';
import type { Check } from './doctor-facts.ts';
import { type Finding, warning } from './finding.ts';

/** Adapters refuse plain http where credentials and codes go; receipts come in on addresses that only the vendor sees. */
export const checkEndpoints: Check = ({ plan, reading }) => {
  const isProduction = plan.settings.environment === 'production';
  const callbacks = [{ variable: 'OTP_PUBLIC_URL', value: plan.publicUrl as unknown, isCallback: true }];
  const addresses = [...plan.providers, ...plan.retired].flatMap((each) => {
    if (each.from !== 'catalog') return [];
    const { entry, options, path } = each;
    return entry.settings
      .filter(({ option, address }) => address !== 'none' && !reading.problems.isAbout(`${path}.${option}`))
      .map(({ option, variable, address }) => ({
        variable,
        value: options[option],
        isCallback: address === 'callback',
      }));
  });
  return [...callbacks, ...addresses].flatMap(({ variable, value, isCallback }) =>
    tell(judgeAddress(value), variable, isCallback && isProduction),
  );
};

function tell(flaw: AddressFlaw | null, variable: string, isAwaited: boolean): readonly Finding[] {
  switch (flaw) {
    case null:
      return [];
    case 'plain-http':
      return [
        warning('plain-http', `${variable} is not https: anyone on the network path can read and change the requests.`),
      ];
    case 'loopback':
      return isAwaited
        ? [warning('unreachable-callback', `${variable} points at this machine, so no receipt can arrive.`)]
        : [];
  }
}
