/** The free part of Lookup: whether a number can be one. https://www.twilio.com/docs/lookup/v2-api */
import { createJsonReply } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import type { InboxTwilioSettings } from '../../vendor-settings.ts';
import { createTwilioForm, decodeSegment, readTwilioCaller, readTwilioNumber } from './twilio-form.ts';
import { notFound, notPlayed } from './twilio-refusal.ts';

/** Calling codes of one and of two digits; all others have three. */
const SHORT_CALLING_CODE = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;
/** Countries whose calling code is theirs alone; of others the inbox does not know which one is meant. */
const COUNTRIES: Readonly<Record<string, string>> = {
  '31': 'NL',
  '32': 'BE',
  '33': 'FR',
  '34': 'ES',
  '36': 'HU',
  '40': 'RO',
  '41': 'CH',
  '43': 'AT',
  '45': 'DK',
  '46': 'SE',
  '48': 'PL',
  '49': 'DE',
  '51': 'PE',
  '52': 'MX',
  '54': 'AR',
  '55': 'BR',
  '57': 'CO',
  '60': 'MY',
  '62': 'ID',
  '63': 'PH',
  '64': 'NZ',
  '65': 'SG',
  '66': 'TH',
  '81': 'JP',
  '82': 'KR',
  '84': 'VN',
  '86': 'CN',
  '90': 'TR',
  '91': 'IN',
  '92': 'PK',
  '351': 'PT',
  '353': 'IE',
  '358': 'FI',
  '380': 'UA',
  '420': 'CZ',
};

export function createLookupRoutes(settings: InboxTwilioSettings): readonly Route[] {
  const lookUp = (version: 'v1' | 'v2'): Route => ({
    method: 'GET',
    path: `/${version}/PhoneNumbers/{number}`,
    handle(request, path) {
      readTwilioCaller(request, undefined, settings);
      const query = createTwilioForm(request.readQuery());
      for (const name of ['Fields', 'Type', 'AddOns']) {
        if (query.all(name).length > 0) throw notPlayed(`paid parts of Lookup (${name})`);
      }
      if (query('CountryCode') !== undefined) throw notPlayed('numbers without their plus sign (CountryCode)');
      const given = decodeSegment(path.get('number'));
      const number = readTwilioNumber(given);
      return createJsonReply(200, version === 'v1' ? describeV1(number, request.path) : describeV2(number, given));
    },
  });
  return [lookUp('v2'), lookUp('v1')];
}

function describeV2(number: string | null, given: string) {
  const callingCode = number === null ? null : callingCodeOf(number);
  return {
    calling_country_code: callingCode,
    country_code: callingCode === null ? null : (COUNTRIES[callingCode] ?? null),
    phone_number: number ?? given,
    national_format: number === null ? null : number.slice(1 + (callingCode ?? '').length),
    valid: number !== null,
    validation_errors: number === null ? ['NOT_A_NUMBER'] : null,
    caller_name: null,
    sim_swap: null,
    call_forwarding: null,
    line_status: null,
    line_type_intelligence: null,
    identity_match: null,
    reassigned_number: null,
    sms_pumping_risk: null,
    phone_number_quality_score: null,
    pre_fill: null,
    url: `https://lookups.twilio.com/v2/PhoneNumbers/${number ?? ''}`,
  };
}

function describeV1(number: string | null, path: string) {
  if (number === null) throw notFound(path.replace(/[^/]*$/, ''));
  const { country_code, national_format, phone_number } = describeV2(number, number);
  const url = `https://lookups.twilio.com/v1/PhoneNumbers/${number}`;
  return { caller_name: null, carrier: null, add_ons: null, country_code, national_format, phone_number, url };
}

function callingCodeOf(number: string): string {
  return SHORT_CALLING_CODE.exec(number)?.[1] ?? number.slice(1, 4);
}
