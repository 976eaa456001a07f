/**
 * What the inbox is told of each vendor's account. Nothing has to be: any credentials of the right shape will do then,
 * and receipts go where requests say. What is told is checked as the vendor would.
 */

/** What is known of the accounts that the app uses. */
export interface InboxVendors {
  readonly twilio?: InboxTwilioSettings | undefined;
  readonly telnyx?: InboxTelnyxSettings | undefined;
  readonly sinch?: InboxSinchSettings | undefined;
  readonly 'sinch-sms'?: InboxSinchSmsSettings | undefined;
  readonly sns?: InboxSnsSettings | undefined;
  readonly 'http-gateway'?: InboxGatewaySettings | undefined;
}

/** Of Twilio, Messages and Verify alike. */
export interface InboxTwilioSettings {
  readonly accountSid?: string | undefined;
  /** Signs receipts too, where requests come with an API key. */
  readonly authToken?: string | undefined;
  readonly apiKeySid?: string | undefined;
  readonly apiKeySecret?: string | undefined;
  /** Digits of the Verify service's codes, 4 to 10. @defaultValue 6 */
  readonly codeLength?: number | undefined;
}

/** Of Telnyx, Messages and Verify alike. */
export interface InboxTelnyxSettings {
  readonly apiKey?: string | undefined;
  /** Where the profile sends receipts, unless a request names another address. */
  readonly webhookUrl?: string | undefined;
  /** Digits of the Verify profile's codes, 4 to 10. @defaultValue 5 */
  readonly codeLength?: number | undefined;
}

/** Of Sinch's Verification API. */
export interface InboxSinchSettings {
  readonly applicationKey?: string | undefined;
  /** In Base64. Without it callbacks are signed only where requests come with Basic credentials. */
  readonly applicationSecret?: string | undefined;
  /** The callback URL of the app, as the dashboard has it. */
  readonly callbackUrl?: string | undefined;
  /** Digits of its codes, 4 to 10. @defaultValue 4 */
  readonly codeLength?: number | undefined;
}

/** Of Sinch's SMS API. */
export interface InboxSinchSmsSettings {
  readonly servicePlanId?: string | undefined;
  readonly apiToken?: string | undefined;
  /** Where the service plan sends reports, unless a batch names another address. */
  readonly callbackUrl?: string | undefined;
  /** What reports are signed with; without it they are not signed, as with a plan that has none. */
  readonly webhookSecret?: string | undefined;
}

/** Of Amazon SNS. */
export interface InboxSnsSettings {
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  /** Where the topic posts that delivery status logs are published to. */
  readonly topicUrl?: string | undefined;
  /** @defaultValue 'arn:aws:sns:us-east-1:000000000000:sms-logs' */
  readonly topicArn?: string | undefined;
}

/** Of an HTTP gateway. */
export interface InboxGatewaySettings {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly apiKey?: string | undefined;
}

const CODE_LENGTH = /^(?:[4-9]|10)$/;
const LINE = /^[^\p{Cc}]{1,512}$/u;
const ADDRESS = /^https?:\/\/[^\s]{1,2040}$/;

const FIELDS: Readonly<
  Record<keyof InboxVendors, Readonly<Record<string, readonly [pattern: RegExp, expectation: string]>>>
> = {
  twilio: {
    accountSid: [/^AC[0-9a-fA-F]{32}$/, 'AC and 32 hexadecimal digits'],
    authToken: [LINE, 'a text on one line'],
    apiKeySid: [/^SK[0-9a-fA-F]{32}$/, 'SK and 32 hexadecimal digits'],
    apiKeySecret: [LINE, 'a text on one line'],
    codeLength: [CODE_LENGTH, 'a whole number from 4 to 10'],
  },
  telnyx: {
    apiKey: [/^KEY[A-Za-z0-9_-]{8,256}$/, 'a key, which starts with KEY'],
    webhookUrl: [ADDRESS, 'an address that starts with http:// or https://'],
    codeLength: [CODE_LENGTH, 'a whole number from 4 to 10'],
  },
  sinch: {
    applicationKey: [/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a UUID'],
    applicationSecret: [/^[A-Za-z0-9+/]{8,512}={0,2}$/, 'a secret in Base64'],
    callbackUrl: [ADDRESS, 'an address that starts with http:// or https://'],
    codeLength: [CODE_LENGTH, 'a whole number from 4 to 10'],
  },
  'sinch-sms': {
    servicePlanId: [/^[\w-]{1,64}$/, 'the id of a service plan'],
    apiToken: [LINE, 'a text on one line'],
    callbackUrl: [ADDRESS, 'an address that starts with http:// or https://'],
    webhookSecret: [LINE, 'a text on one line'],
  },
  sns: {
    accessKeyId: [/^\w{16,128}$/, 'the id of an access key'],
    secretAccessKey: [LINE, 'a text on one line'],
    topicUrl: [ADDRESS, 'an address that starts with http:// or https://'],
    topicArn: [/^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, 'the ARN of a topic'],
  },
  'http-gateway': {
    username: [LINE, 'a text on one line'],
    password: [LINE, 'a text on one line'],
    apiKey: [LINE, 'a text on one line'],
  },
};

/** Every problem: the path of the option and a sentence without its subject. Never a value. */
export function findVendorProblems(vendors: unknown): Array<{ readonly option: string; readonly message: string }> {
  if (vendors === undefined) return [];
  if (!isRecord(vendors)) return [{ option: 'vendors', message: 'must be an object' }];
  return Object.entries(vendors).flatMap(([vendor, settings]) => {
    const option = `vendors.${vendor}`;
    if (!Object.hasOwn(FIELDS, vendor)) {
      return [{ option, message: `is not a vendor; known are ${Object.keys(FIELDS).join(', ')}` }];
    }
    if (settings === undefined) return [];
    if (!isRecord(settings)) return [{ option, message: 'must be an object' }];
    const fields = FIELDS[vendor as keyof InboxVendors];
    return Object.entries(settings).flatMap(([name, value]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field === undefined) {
        return [{ option: `${option}.${name}`, message: `is not known; known are ${Object.keys(fields).join(', ')}` }];
      }
      const type = field[0] === CODE_LENGTH ? 'number' : 'string';
      const isFine = value === undefined || (typeof value === type && field[0].test(String(value)));
      return isFine ? [] : [{ option: `${option}.${name}`, message: `must be ${field[1]}` }];
    });
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
