import type { SmsSender } from '@countersign/otp-core/spec';
import { defineSender, refused } from '@countersign/otp-provider-utils';
import { readGatewayAnswer } from './answer/read-gateway-answer.ts';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import { askGateway, loadAxios } from './request/ask-gateway.ts';
import { buildGatewayRequest } from './request/build-request.ts';
import { resolveHttpGatewayOptions } from './resolve-http-gateway-options.ts';

/**
 * A sender for any SMS gateway that takes a message in one HTTP request. Left at its defaults it asks
 * `GET {endpoint}?username=…&password=…&phone=…&message=…` with the header `X-API-Key`; a `preset` knows the rest of a
 * gateway, options describe any other.
 *
 * `send` never rejects and makes at most one request: no retries, no redirects. It answers `refused` only where the
 * gateway certainly sent nothing, and `unknown` wherever the request may have arrived.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the value of a credential.
 * @example
 * ```ts
 * const sender = createHttpGatewaySmsSender({
 *   preset: 'vonage-sms',
 *   username: 'abcd1234',
 *   password: 'secret',
 *   from: 'Acme',
 * });
 * const outcome = await sender.send({ to: '+39123456789', text: 'hello' });
 * ```
 */
export function createHttpGatewaySmsSender(options: HttpGatewaySmsSenderOptions): SmsSender {
  const resolved = resolveHttpGatewayOptions(options);
  const { providerId } = resolved;
  return defineSender({ providerId, load: loadAxios, longestText: MAX_TEXT_LENGTH }, async (message) => {
    const request = buildGatewayRequest(resolved, message);
    if (request === null) return refused('content-rejected', UNSPEAKABLE, resolved);
    const asked = await askGateway(resolved, message, request);
    if (asked.status === 'success') return readGatewayAnswer(asked, resolved, message);
    return asked.answer === null ? asked.outcome : readGatewayAnswer(asked.answer, resolved, message);
  });
}

/** Ten concatenated parts of plain letters; the longest text the large vendors take. */
const MAX_TEXT_LENGTH = 1600;

const UNSPEAKABLE = "The text holds a character that the gateway's encoding lacks, or cannot stand in its endpoint.";
