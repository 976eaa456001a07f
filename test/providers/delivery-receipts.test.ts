/** From a vendor's signed callback, through the HTTP handler and the tracker, to an event about the right challenge. */

import type { OtpEvent } from '@countersign/otp-core';
import { createDeliveryTracker, type DeliveryEvent } from '@countersign/otp-core/delivery';
import { createInbox } from '@countersign/otp-inbox';
import { createOtpHandler } from '@countersign/otp-web';
import { startVendor } from '@countersign/test-servers/vendor-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNothingShown } from './support/expect-nothing-shown.ts';
import { createProviderBed, granted, SECOND_MS, warmUp, wrong } from './support/provider-bed.ts';
import { PROVIDERS } from './support/providers.ts';
import { RECEIPT_SOURCES, type Receipt, type ReceiptSource } from './support/receipts.ts';

const inbox = createInbox({ port: 0 });

beforeAll(async () => {
  await inbox.listen();
  await warmUp(PROVIDERS, inbox);
});
afterAll(() => inbox.close());

/** A deployment with webhooks: what the vendor answers stands beside what it reports. */
function arrange(source: ReceiptSource, url = inbox.url) {
  const entry = PROVIDERS.find(({ name }) => name === source.provider);
  if (entry === undefined) throw new Error(`no provider ${source.provider}`);
  const bed = createProviderBed(inbox, entry.create({ url }));
  const told: Array<OtpEvent | DeliveryEvent> = [];
  const tracker = createDeliveryTracker({ onEvent: (event) => told.push(event), clock: bed.clock });
  const otp = bed.engineWith({ onEvent: tracker.onEvent });
  const errors: unknown[] = [];
  const handler = createOtpHandler({
    clientAddress: 'none',
    engine: otp,
    basePath: '/otp',
    webhooks: { parsers: [source.parser], onReport: tracker.report },
    onError: (error) => errors.push(error),
  });
  const deliveries = () => told.filter(({ type }) => type === 'message-delivered' || type === 'message-undelivered');
  const accepted = () => told.find((event) => event.type === 'message-accepted');
  return {
    ...bed,
    otp,
    told,
    tracker,
    deliveries,
    accepted,
    /** What the vendor reports of the message that was accepted. */
    write(says: Receipt['says'], changes: Partial<Receipt> = {}): Request {
      const messageId = accepted()?.messageId ?? 'none';
      return source.write({
        says,
        messageId,
        to: bed.number,
        signedAtMs: Date.now(),
        signedBy: 'vendor',
        ...changes,
      });
    },
    async receive(request: Request) {
      const response = await handler(request);
      return { status: response.status, body: await response.text() };
    },
    expectNothingShown(...more: readonly unknown[]) {
      const sent = inbox.messages({ to: bed.number }).flatMap(({ text, code }) => [text, code ?? text]);
      expectNothingShown([...told, ...errors, ...more], [bed.number, ...sent]);
    },
  };
}

describe.each(RECEIPT_SOURCES)('a receipt of $name', (source) => {
  it.each(['delivered', 'undelivered'] as const)(
    'tells once that a message was %s, and of which challenge',
    async (says) => {
      const { otp, clock, number, write, receive, deliveries, accepted, expectNothingShown } = arrange(source);
      granted(await otp.request({ to: number, purpose: 'login', tenant: 'acme' }));
      await clock.advance(3 * SECOND_MS);
      expect(await receive(write('in-transit'))).toMatchObject({ status: 204 });
      expect(deliveries()).toEqual([]);
      const answers = [await receive(write(says)), await receive(write(says))];
      expect(answers).toEqual([
        { status: 204, body: '' },
        { status: 204, body: '' },
      ]);
      const { challengeId, subject, messageId } = accepted() ?? {};
      expect(deliveries()).toMatchObject([
        {
          type: `message-${says}`,
          providerId: source.provider,
          messageId,
          challengeId,
          subject,
          purpose: 'login',
          tenant: 'acme',
          durationMs: 3 * SECOND_MS,
          ...(says === 'undelivered' ? { failure: { providerId: source.provider, category: expect.any(String) } } : {}),
        },
      ]);
      expect(challengeId).toMatch(/./);
      expectNothingShown(...answers);
    },
  );

  it('is believed the first time: what contradicts it later, or was under way before, is dropped', async () => {
    const { otp, number, write, receive, deliveries } = arrange(source);
    granted(await otp.request({ to: number }));
    for (const says of ['undelivered', 'delivered', 'in-transit'] as const) {
      expect(await receive(write(says))).toMatchObject({ status: 204 });
    }
    expect(deliveries()).toMatchObject([{ type: 'message-undelivered' }]);
  });

  it('may overtake the answer to the message', async () => {
    const answers: number[] = [];
    // The vendor reports before it answers.
    const vendor = await startVendor(async (request, response) => {
      const { body } = request;
      const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
      const answer = await fetch(`${inbox.url}${request.url}`, {
        method: request.method,
        headers: headers as Record<string, string>,
        ...(body === '' ? {} : { body }),
      });
      const text = await answer.text();
      const [, messageId = 'none'] = source.idInAnswer.exec(text) ?? [];
      answers.push((await receive(write('delivered', { messageId }))).status);
      response.writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type') ?? 'text/plain' });
      response.end(text);
    });
    const { otp, number, write, receive, deliveries, accepted, told } = arrange(source, vendor.url);
    granted(await otp.request({ to: number }));
    expect(answers).toEqual([204]);
    expect(told.map(({ type }) => type)).toEqual(['code-issued', 'message-accepted', 'message-delivered']);
    expect(deliveries()).toMatchObject([{ challengeId: accepted()?.challengeId, durationMs: 0 }]);
  });

  it('is refused when somebody else signed it, changed it, or signed nothing', async () => {
    const { otp, number, write, receive, deliveries, accepted, expectNothingShown } = arrange(source);
    granted(await otp.request({ to: number }));
    const messageId = accepted()?.messageId ?? '';
    const genuine = write('delivered', { messageId: `${messageId.slice(0, -4)}0000` });
    const { url, headers } = genuine;
    const changed = (await genuine.text()).replaceAll(`${messageId.slice(0, -4)}0000`, messageId);
    const bare = { 'Content-Type': headers.get('content-type') ?? '' };
    const body = await write('delivered').text();
    const answers = [
      await receive(write('delivered', { signedBy: 'stranger' })),
      await receive(new Request(url, { method: 'POST', headers, body: changed })),
      await receive(
        new Request(url, {
          method: 'POST',
          headers: bare,
          body: body.replace(/"Signature":"[^"]*"/, '"Signature":""'),
        }),
      ),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(deliveries()).toEqual([]);
    expectNothingShown(...answers);
  });

  it('is refused when it was signed long ago or will be, where its signature tells the time', async () => {
    const { otp, number, write, receive, deliveries } = arrange(source);
    granted(await otp.request({ to: number }));
    const answers: number[] = [];
    for (const offMs of [-7_200_000, 7_200_000]) {
      answers.push((await receive(write('delivered', { signedAtMs: Date.now() + offMs }))).status);
    }
    expect(answers).toEqual(source.tellsTime ? [403, 403] : [204, 204]);
    expect(deliveries()).toHaveLength(source.tellsTime ? 0 : 1);
  });

  it('verifies nobody: the code still has to be told, and a wrong one still costs a try', async () => {
    const { otp, number, write, receive, newestCode, told, traits } = arrange(source);
    const { challenge } = granted(await otp.request({ to: number }));
    for (const says of ['in-transit', 'delivered'] as const) await receive(write(says));
    expect(told.filter(({ type }) => type === 'code-verified')).toEqual([]);
    const code = newestCode();
    expect(await otp.verify({ challenge, code: wrong(code) })).toMatchObject({ attemptsLeft: traits.tries - 1 });
    expect(await otp.verify({ challenge, code })).toMatchObject({ ok: true });
  });

  it('closes nothing when it says that a message did not arrive', async () => {
    const { otp, number, write, receive, newestCode } = arrange(source);
    const { challenge } = granted(await otp.request({ to: number }));
    await receive(write('undelivered'));
    expect(await otp.verify({ challenge, code: newestCode() })).toMatchObject({ ok: true });
  });

  it('of a message that this process did not send is told without a challenge', async () => {
    const { clock, write, receive, deliveries } = arrange(source);
    const messageId = source.provider === 'twilio' ? `SM${'0a'.repeat(16)}` : '7f3d2c1b-0a09-4807-8605-040302010f0e';
    expect(await receive(write('delivered', { messageId }))).toMatchObject({ status: 204 });
    expect(deliveries()).toEqual([]);
    await clock.advance(30 * SECOND_MS);
    expect(deliveries()).toMatchObject([{ messageId, challengeId: null, subject: null, durationMs: null }]);
  });
});
