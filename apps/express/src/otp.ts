/** Composes the engine. The only file that knows who sends the messages and where the state is kept. */
import { randomBytes } from 'node:crypto';
import { createOtpEngine, type OtpEngine, type OtpEvent, type SmsSender } from '@countersign/otp-core';
import { createMemoryCodeStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import { createHttpGatewaySmsSender } from '@countersign/otp-http-gateway';
import type { Settings } from './settings.ts';

export interface OtpSetup {
  readonly settings: Settings;
  /** Where the local inbox takes messages; used unless the settings name a real gateway. */
  readonly inboxEndpoint: string | null;
  readonly onEvent: (event: OtpEvent) => void;
}

export function createOtp({ settings, inboxEndpoint, onEvent }: OtpSetup): OtpEngine {
  return createOtpEngine({
    provider: createSender(settings, inboxEndpoint),
    store: createMemoryCodeStore(),
    rateLimiter: createMemoryRateLimiter(),
    // Codes live in memory here, so a secret that is as short-lived as they are will do. Yours should be set.
    secret: settings.secret ?? randomBytes(32).toString('base64url'),
    policy: settings.policy,
    message: { appName: 'Countersign demo' },
    onEvent,
  });
}

function createSender({ gateway }: Settings, inboxEndpoint: string | null): SmsSender {
  if (gateway !== null) return createHttpGatewaySmsSender(gateway);
  if (inboxEndpoint === null) throw new Error('Without SMS_ENDPOINT the messages need an inbox.');
  return createHttpGatewaySmsSender({ endpoint: inboxEndpoint });
}
