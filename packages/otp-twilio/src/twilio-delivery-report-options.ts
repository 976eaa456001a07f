import { checkProviderId, isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import { parseUrl } from './read-base-url.ts';
import { checkSecret } from './read-connection.ts';

/** Options of `createTwilioDeliveryReportParser`. */
export interface TwilioDeliveryReportParserOptions {
  /** The account's auth token, also where an API key sends; while it is rotated, the former one beside it. */
  readonly authToken: string | readonly string[];
  /** The address that Twilio calls, as it was told: that of `statusCallback`. Its characters are signed. */
  readonly publicUrl: string;
  /** That of the sender whose messages are reported on. @defaultValue 'twilio' */
  readonly providerId?: string;
}

/** Options after defaults. */
export interface ResolvedTwilioDeliveryReportParserOptions {
  readonly authTokens: readonly string[];
  readonly publicUrl: string;
  readonly providerId: string;
}

/** @throws OtpConfigurationError naming every problem at once, never a token. */
export function resolveTwilioDeliveryReportOptions(options: unknown): ResolvedTwilioDeliveryReportParserOptions {
  const problems = new OptionProblems('createTwilioDeliveryReportParser');
  if (!isOptions(options)) problems.add('options', 'must be an object');
  const given: Readonly<Record<string, unknown>> = isOptions(options) ? { ...options } : {};
  problems.addUnknown('', given, ['authToken', 'publicUrl', 'providerId']);
  const { authToken, publicUrl, providerId = 'twilio' } = given;
  const authTokens: readonly unknown[] = Array.isArray(authToken) ? [...authToken] : [authToken];
  if (authTokens.length === 0 || authTokens.length > 4)
    problems.add('authToken', 'must be one token, or a list of 1 to 4');
  else for (const each of authTokens) checkSecret('authToken', each, problems);
  const url = parseUrl(publicUrl);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hash !== '') {
    problems.add(
      'publicUrl',
      'must be the whole address that Twilio calls, such as https://example.com/webhooks/twilio',
    );
  }
  checkProviderId('providerId', providerId, problems);
  problems.throwIfAny();
  return {
    authTokens: authTokens as readonly string[],
    publicUrl: publicUrl as string,
    providerId: providerId as string,
  };
}
