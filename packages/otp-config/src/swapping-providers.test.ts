/** A deployment changes its provider by settings alone; whoever waits for a code meanwhile does not notice. */
import type { CodeStore, OtpEngine } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOtpFromEnv } from './create-otp-from-env.ts';
import { ACCOUNTS, SECRET } from './test-support/environments.ts';
import { type LocalVendors, startLocalVendors, VENDOR_CODE } from './test-support/local-vendors.ts';

const NUMBER = '+39123456789';

describe('swapping OTP_PROVIDER', () => {
  let vendors: LocalVendors;
  let store: CodeStore;
  let engines: OtpEngine[];
  beforeEach(async () => {
    vendors = await startLocalVendors();
    store = createMemoryCodeStore();
    engines = [];
  });
  afterEach(async () => {
    for (const engine of engines) await engine.close();
    await vendors.close();
  });

  /** A process with these settings, over the one store and secret of the deployment. */
  async function deploy(settings: Readonly<Record<string, string>>): Promise<OtpEngine> {
    const { url } = vendors;
    const { engine } = await createOtpFromEnv(
      {
        ...ACCOUNTS.sinch,
        ...ACCOUNTS['telnyx-verify'],
        ...ACCOUNTS['twilio-verify'],
        TWILIO_VERIFY_CODE_LENGTH: '4',
        OTP_SECRET: SECRET,
        OTP_INBOX_URL: url,
        SMS_ENDPOINT: `${url}/gateway`,
        SINCH_BASE_URL: url,
        TELNYX_BASE_URL: `${url}/v2`,
        TELNYX_VERIFY_CODE_LENGTH: '4',
        ...settings,
      },
      { store },
    );
    engines.push(engine);
    return engine;
  }

  async function challengeOf(otp: OtpEngine): Promise<string> {
    const sent = await otp.request({ to: NUMBER });
    if (!sent.ok) throw new Error(JSON.stringify(sent));
    return sent.challenge;
  }

  const codeInText = () => /\d{6}/.exec(vendors.textsTo(NUMBER).at(-1) ?? '')?.[0] ?? '';

  it.each([
    ['one sender for another', 'inbox', 'http-gateway'],
    ['a sender for a list', 'inbox', 'http-gateway,inbox'],
    ['a list for a sender', 'http-gateway,inbox', 'inbox'],
    ['a sender for a verification provider', 'inbox', 'sinch'],
    ['a sender for a list of verification providers', 'inbox', 'sinch,telnyx-verify'],
  ])('verifies our own codes in flight after %s', async (_what, from, to) => {
    const challenge = await challengeOf(await deploy({ OTP_PROVIDER: from }));
    const otp = await deploy({ OTP_PROVIDER: to, OTP_RETIRED_PROVIDERS: from });
    expect(await otp.verify({ challenge, code: codeInText() })).toMatchObject({ ok: true, phoneNumber: NUMBER });
  });

  it.each([
    ['a verification provider for a sender', 'sinch', 'inbox', 'sinch'],
    ['one verification provider for another', 'sinch', 'telnyx-verify', 'sinch'],
    ['a verification provider for a list with it', 'sinch', 'sinch,telnyx-verify', ''],
    ['a verification provider for a list without it', 'telnyx-verify', 'sinch', 'telnyx-verify'],
    ['a list for the first of it', 'sinch,telnyx-verify', 'sinch', 'telnyx-verify'],
    ['a list for the second of it', 'sinch,telnyx-verify', 'telnyx-verify', 'sinch'],
    ['a list for a sender', 'sinch,telnyx-verify', 'inbox', 'sinch,telnyx-verify'],
    ['a list for a list without its first', 'sinch,telnyx-verify', 'telnyx-verify,twilio-verify', 'sinch'],
    ['a list for one in another order', 'sinch,telnyx-verify', 'telnyx-verify,sinch', ''],
  ])("verifies a provider's codes in flight after %s", async (_what, from, to, retired) => {
    const challenge = await challengeOf(await deploy({ OTP_PROVIDER: from }));
    const starts = vendors.requests.length;
    const otp = await deploy({ OTP_PROVIDER: to, OTP_RETIRED_PROVIDERS: retired });
    expect(await otp.verify({ challenge, code: '1111' })).toMatchObject({ reason: 'mismatch', attemptsLeft: 4 });
    expect(await otp.verify({ challenge, code: VENDOR_CODE })).toMatchObject({ ok: true, phoneNumber: NUMBER });
    // One check each, by the vendor that made the code.
    expect(vendors.requests.slice(starts)).toHaveLength(2);
  });

  it('verifies the code of the vendor that stood in, after a list for that vendor', async () => {
    vendors.answerStarts('refused');
    const challenge = await challengeOf(await deploy({ OTP_PROVIDER: 'sinch,telnyx-verify' }));
    const otp = await deploy({ OTP_PROVIDER: 'sinch', OTP_RETIRED_PROVIDERS: 'telnyx-verify' });
    expect(await otp.verify({ challenge, code: VENDOR_CODE })).toMatchObject({ ok: true });
    expect(vendors.requests.at(-1)).toContain('/v2/verifications/');
  });

  it('asks each vendor once where codes are bound to the number', async () => {
    const otp = await deploy({ OTP_PROVIDER: 'sinch,telnyx-verify', OTP_BINDING: 'number' });
    await challengeOf(otp);
    vendors.answerChecks('not-found');
    const asked = vendors.requests.length;
    await otp.verify({ to: NUMBER, code: VENDOR_CODE });
    expect(vendors.requests.slice(asked)).toHaveLength(2);
  });

  it('asks nobody about a code whose provider is not among the retired', async () => {
    const challenge = await challengeOf(await deploy({ OTP_PROVIDER: 'sinch' }));
    const asked = vendors.requests.length;
    const otp = await deploy({ OTP_PROVIDER: 'inbox' });
    expect(await otp.verify({ challenge, code: VENDOR_CODE })).toMatchObject({ ok: false });
    expect(vendors.requests).toHaveLength(asked);
  });
});
