import { createProviderFailure } from '@countersign/otp-core/adapter';
import type {
  CallOptions,
  ProviderFailureCategory,
  SendOutcome,
  SmsMessage,
  SmsSender,
} from '@countersign/otp-core/spec';
import { buildGatewayRequest } from './build-gateway-request.ts';
import { checkSmsMessage } from './check-sms-message.ts';
import { exchangeWithGateway, warmUpGateway } from './exchange-with-gateway.ts';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import { readBrokenExchange } from './read-broken-exchange.ts';
import { readGatewayAnswer } from './read-gateway-answer.ts';
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
  const { providerId, timeoutMs, maxAnswerBytes } = resolved;
  const limits = { timeoutMs, maxAnswerBytes, proxy: resolved.endpoint.isLoopback ? 'none' : resolved.proxy } as const;

  async function send(message: SmsMessage, callOptions?: CallOptions): Promise<SendOutcome> {
    const checked = checkSmsMessage(message);
    if (checked.status === 'refused') return refuse(providerId, checked.category, checked.reason);
    const signal = readSignal(callOptions);
    if (signal === 'invalid') return refuse(providerId, 'configuration', 'The signal is not an AbortSignal.');
    if (signal?.aborted) return refuse(providerId, 'timeout', 'The caller stopped waiting before anything was sent.');
    const request = buildGatewayRequest(resolved, checked);
    if (request === null) return refuse(providerId, 'content-rejected', UNSPEAKABLE);
    const exchange = await exchangeWithGateway(request, limits, signal);
    return exchange.status === 'answered'
      ? readGatewayAnswer(exchange.answer, resolved, checked)
      : readBrokenExchange(exchange, providerId);
  }

  const warmUp = () => warmUpGateway(providerId);
  return Object.freeze({ specificationVersion: 'v1', kind: 'sms-sender', providerId, send, warmUp });
}

const UNSPEAKABLE = "The text holds a character that the gateway's encoding lacks, or cannot stand in its endpoint.";

function refuse(providerId: string, category: ProviderFailureCategory, message: string): SendOutcome {
  return { status: 'refused', failure: createProviderFailure({ category, providerId, message }) };
}

function readSignal(callOptions: unknown): AbortSignal | null | 'invalid' {
  try {
    const { signal } = Object(callOptions) as { signal?: unknown };
    if (signal === undefined || signal === null) return null;
    return signal instanceof AbortSignal ? signal : 'invalid';
  } catch {
    return 'invalid';
  }
}
