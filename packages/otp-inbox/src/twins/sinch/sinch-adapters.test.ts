import { createOtpEngine } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import type { PhoneNumber } from '@countersign/otp-core/spec';
import { createSinchSmsSender, createSinchVerificationProvider } from '@countersign/otp-sinch';
import { describe, expect, it } from 'vitest';
import { KEY, SECRET, startSinchTestServer } from '../../test-support/sinch-server.ts';
import { ALICE } from '../../test-support/test-inbox.ts';

const APPLICATION = { applicationKey: KEY, applicationSecret: SECRET };

describe.each(['application-signed', 'basic'] as const)('the adapter against its twin, %s', (authentication) => {
  it('approves the right code once, by id and by number', async () => {
    const sinch = await startSinchTestServer();
    const provider = createSinchVerificationProvider({ ...APPLICATION, authentication, baseUrl: sinch.url });
    for (const by of ['id', 'number']) {
      const started = await provider.start({ to: ALICE, locale: 'sv-SE' });
      if (started.status !== 'accepted') throw new Error(started.failure.message);
      const code = sinch.messages()[0]?.code ?? '';
      const input = { to: ALICE as PhoneNumber, reference: by === 'id' ? started.reference : null, code };
      expect(await provider.check({ ...input, code: code === '0000' ? '1111' : '0000' })).toEqual({
        status: 'mismatch',
      });
      expect(await provider.check(input)).toEqual({ status: 'approved', phoneNumber: ALICE });
      expect(await provider.check(input)).toEqual({ status: 'not-found' });
    }
  });
});

describe('the adapter against its twin', () => {
  it('tells expired codes and codes of a former start', async () => {
    const sinch = await startSinchTestServer();
    const provider = createSinchVerificationProvider({ ...APPLICATION, baseUrl: sinch.url, expiryMs: 60_000 });
    const former = await provider.start({ to: ALICE });
    const formerCode = sinch.messages()[0]?.code ?? '';
    const latter = await provider.start({ to: ALICE });
    if (former.status !== 'accepted' || latter.status !== 'accepted') throw new Error('not started');
    const check = (reference: string, code: string) => provider.check({ to: ALICE, reference, code });
    expect(await check(former.reference, formerCode)).toEqual({ status: 'not-found' });
    await sinch.pass(60_000);
    const code = sinch.messages()[0]?.code ?? '';
    expect(await check(latter.reference, code)).toEqual({ status: 'expired' });
    expect(await check(latter.reference, code)).toEqual({ status: 'not-found' });
  });

  it('serves an engine: wrong codes, the right one, once', async () => {
    const sinch = await startSinchTestServer();
    const engine = createOtpEngine({
      provider: createSinchVerificationProvider({ ...APPLICATION, baseUrl: sinch.url }),
      store: createMemoryCodeStore(),
      secret: 'x'.repeat(32),
    });
    const requested = await engine.request({ to: ALICE, client: { known: true } });
    if (!requested.ok) throw new Error(requested.reason);
    const { challenge } = requested;
    const code = sinch.messages()[0]?.code ?? '';
    const wrong = await engine.verify({ challenge, code: code === '0000' ? '1111' : '0000' });
    expect(wrong).toMatchObject({ ok: false, reason: 'mismatch' });
    expect(await engine.verify({ challenge, code })).toMatchObject({ ok: true, phoneNumber: ALICE });
    expect(await engine.verify({ challenge, code })).toMatchObject({ ok: false });
    await engine.close();
  });

  it('sends a text message', async () => {
    const sinch = await startSinchTestServer();
    const plan = { servicePlanId: 'plan0Zq7Zq7Zq7', apiToken: 'token-Vb4Vb4Vb4' };
    const sender = createSinchSmsSender({ ...plan, baseUrl: sinch.url, from: 'Acme' });
    const message = { to: ALICE, text: 'Your code is 482913.', ttlMs: 300_000 };
    expect(await sender.send(message)).toMatchObject({
      status: 'accepted',
      messageId: expect.stringMatching(/^[0-9A-Z]{26}$/),
    });
    expect(sinch.messages()).toMatchObject([{ to: ALICE, text: message.text, provider: 'sinch-sms' }]);
    expect(await sender.send({ ...message, text: 'a\0b' })).toMatchObject({ status: 'refused' });
  });
});
