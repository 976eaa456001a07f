/** A real message, by the very engine that the settings make; its state goes to memory. */
import { OtpError, type OtpEvent, type RequestResult } from '@countersign/otp-core';
import type { DeliveryEvent } from '@countersign/otp-core/delivery';
import { createOtpFromEnv } from '../create-otp-from-env.ts';
import type { Environment } from '../settings/otp-settings.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

export interface TestMessageOptions {
  readonly environment: Environment;
  readonly appVariables: readonly string[];
}

export async function sendTestMessage({ environment, appVariables }: TestMessageOptions, to: string): Promise<Finding> {
  const events: (OtpEvent | DeliveryEvent)[] = [];
  try {
    const otp = await createOtpFromEnv(environment, {
      store: 'memory:',
      testNumbers: [],
      appVariables,
      onEvent: (event) => events.push(event),
    });
    try {
      return judge(await otp.engine.request({ to }), events);
    } finally {
      await otp.close();
    }
  } catch (error) {
    // The settings were examined before, with all that is wrong.
    if (!OtpError.isInstance(error)) throw error;
    return problem('send', `No message was sent: ${error.code}.`);
  }
}

function judge(result: RequestResult, events: readonly (OtpEvent | DeliveryEvent)[]): Finding {
  const accepted = events.find((event) => event.type === 'message-accepted');
  if (!result.ok) {
    const failure =
      'failure' in result ? `${result.failure.providerId}: ${describeFailure(result.failure)}` : result.reason;
    return problem('send', `No message was sent. ${failure}`);
  }
  const masked = `the number ending in ${result.maskedTo.slice(-2)}`;
  if (result.delivery === 'accepted') {
    const by = accepted?.type === 'message-accepted' ? accepted.providerId : 'The provider';
    const id = result.messageId === null ? '' : ` as ${result.messageId}`;
    return ok('send', `${by} accepted a message to ${masked}${id}. Its code verifies nothing.`);
  }
  const uncertain = events.find((event) => event.type === 'message-uncertain');
  const why =
    uncertain?.type === 'message-uncertain'
      ? `${uncertain.failure.providerId}: ${describeFailure(uncertain.failure)}`
      : '';
  return warning('send', `It is not known whether a message to ${masked} was sent. ${why}`);
}

interface Failure {
  readonly category: string;
  readonly message: string;
  readonly providerCode?: string;
  readonly statusCode?: number;
}

function describeFailure({ category, message, providerCode, statusCode }: Failure): string {
  const codes = [providerCode, statusCode === undefined ? undefined : `HTTP ${statusCode}`].filter(
    (each) => each !== undefined,
  );
  return `${category}${codes.length === 0 ? '' : ` (${codes.join(', ')})`}. ${message}`;
}
