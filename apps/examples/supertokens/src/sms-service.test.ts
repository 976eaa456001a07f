/** The service with a real hook behind it; the requests of a whole sign-in are in test/examples/supertokens.test.ts. */
import { createMemoryOnceStore } from '@countersign/otp-core/memory';
import { createSendHook } from '@countersign/otp-hooks';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createSmsService, SmsRefused, type SmsService } from './sms-service.ts';

const AUTHORIZATION = 'Bearer of-the-tests-and-nobody-else';
const INPUT = {
  type: 'PASSWORDLESS_LOGIN',
  isFirstFactor: true,
  phoneNumber: '+14155550123',
  userInputCode: '493027',
  codeLifetime: 900_000,
  preAuthSessionId: 'device-1',
  tenantId: 'public',
  userContext: {},
} as unknown as Parameters<SmsService['sendSms']>[0];

function open(authorization = AUTHORIZATION) {
  const sender = createRecordingSmsSender();
  const hook = createSendHook({
    platform: 'generic',
    authorization: AUTHORIZATION,
    mapping: { to: 'phoneNumber', code: 'userInputCode', subject: 'subject', clientAddress: 'clientAddress' },
    sender,
    once: createMemoryOnceStore(),
    keySecret: 'a-key-of-the-tests-that-is-long-enough',
    onError: () => undefined,
  });
  return { sender, ...createSmsService({ hook, authorization, clientAddressOf: () => '203.0.113.7' }) };
}

describe('createSmsService', () => {
  it('sends a code once, however often it is asked', async () => {
    const { sender, sendSms } = open();
    await Promise.all([sendSms(INPUT), sendSms(INPUT), sendSms(INPUT)]);
    expect(sender.messages.map(({ to }) => to)).toEqual(['+14155550123']);
  });

  it('takes the same code of another device or tenant for another one', async () => {
    const { sender, sendSms } = open();
    await sendSms(INPUT);
    await sendSms({ ...INPUT, preAuthSessionId: 'device-2' });
    await sendSms({ ...INPUT, tenantId: 'tenant-2' });
    expect(sender.messages).toHaveLength(3);
  });

  it('takes a message that may have left for sent', async () => {
    const { sender, sendSms } = open();
    sender.behave('leave-unknown');
    await expect(sendSms(INPUT)).resolves.toBeUndefined();
    await sendSms(INPUT);
    expect(sender.messages).toHaveLength(1);
  });

  it('refuses with a sentence for the person, and sends when it is asked again', async () => {
    const { sender, sendSms } = open();
    sender.behave('refuse');
    await expect(sendSms(INPUT)).rejects.toThrow(SmsRefused);
    await expect(sendSms(INPUT)).resolves.toBeUndefined();
    await expect(sendSms({ ...INPUT, phoneNumber: '+1' })).rejects.toThrow('This is not a valid phone number.');
  });

  it('refuses a link, which has no code', async () => {
    const { sender, sendSms } = open();
    const { userInputCode: _, ...link } = INPUT;
    await expect(sendSms({ ...link, urlWithLinkCode: 'https://app.example/verify' })).rejects.toThrow(SmsRefused);
    expect(sender.messages).toHaveLength(0);
  });

  it('is a fault, and no sentence for the person, with another header than the hook expects', async () => {
    const { sender, sendSms } = open('Bearer of-somebody-else-altogether');
    const refused = sendSms(INPUT);
    await expect(refused).rejects.toThrow('The hook refused the authorization of this service.');
    await expect(refused).rejects.not.toThrow(SmsRefused);
    expect(sender.messages).toHaveLength(0);
  });
});
