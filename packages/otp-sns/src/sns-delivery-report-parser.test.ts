import type { DeliveryReportRequest } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import {
  createLog,
  createParser,
  MESSAGE_ID,
  PUBLISHED_AT_MS,
  parseNotification,
} from './test-support/arrange-parser.ts';
import { createSnsCertificate } from './test-support/certificate.ts';
import {
  CERTIFICATE_URL,
  confirmation,
  NOW_MS,
  notification,
  post,
  SUBSCRIBE_URL,
  signNotice,
  TOPIC_ARN,
} from './test-support/signed-notices.ts';

const DELIVERED = {
  providerId: 'sns',
  messageId: MESSAGE_ID,
  status: 'delivered',
  atMs: PUBLISHED_AT_MS + 599,
  failure: null,
};

describe('createSnsDeliveryReportParser', () => {
  it('is a parser of the first specification', () => {
    expect(createParser().parser).toMatchObject({
      specificationVersion: 'v1',
      kind: 'delivery-report-parser',
      providerId: 'sns',
    });
  });

  it.each(['1', '2'])('takes a record that is signed by version %s', async (SignatureVersion) => {
    const { parser, visited } = createParser();
    const request = post(signNotice(notification(createLog('SUCCESS'), { SignatureVersion })));
    expect(await parser.parse(request)).toEqual({ status: 'verified', reports: [DELIVERED], reply: null });
    expect(visited).toEqual([CERTIFICATE_URL]);
  });

  it('signs a subject too, where there is one', async () => {
    expect(await parseNotification(createLog('SUCCESS'), { Subject: 'Delivery\nlogs' })).toMatchObject({
      reports: [DELIVERED],
    });
    const unsigned = { ...signNotice(notification(createLog('SUCCESS'))), Subject: 'Added later' };
    expect(await createParser().parser.parse(post(unsigned))).toEqual({ status: 'refused', reason: 'unauthenticated' });
  });

  it('names the provider as it was told', async () => {
    const { parser } = createParser({ providerId: 'second' });
    expect(await parser.parse(post(signNotice(notification(createLog('SUCCESS')))))).toMatchObject({
      reports: [{ providerId: 'second' }],
    });
  });

  it('hands on where a subscription is confirmed, and does not go there', async () => {
    const { parser, visited } = createParser();
    expect(await parser.parse(post(signNotice(confirmation())))).toEqual({
      status: 'confirmation-needed',
      confirmUrl: SUBSCRIBE_URL,
    });
    expect(visited).toEqual([CERTIFICATE_URL]);
  });

  it('knows the end of a subscription', async () => {
    const { parser } = createParser();
    const notice = signNotice(confirmation({ Type: 'UnsubscribeConfirmation' }));
    expect(await parser.parse(post(notice))).toEqual({ status: 'verified', reports: [], reply: null });
  });

  it.each([
    ['another host', SUBSCRIBE_URL.replace('sns.eu', 'sns.example')],
    ['another region', SUBSCRIBE_URL.replace('eu-west-1', 'us-east-1')],
    ['plain http', SUBSCRIBE_URL.replace('https', 'http')],
    ['a user in front of the host', SUBSCRIBE_URL.replace('//', '//evil.example@')],
    ['another topic', SUBSCRIBE_URL.replace('sms-logs', 'others')],
    ['another action', SUBSCRIBE_URL.replace('ConfirmSubscription', 'DeleteTopic')],
    ['a path', SUBSCRIBE_URL.replace('/?', '/evil?')],
    ['a line break', `${SUBSCRIBE_URL}\n`],
  ])('refuses a signed confirmation that leads to %s', async (_what, SubscribeURL) => {
    const notice = signNotice(confirmation({ SubscribeURL }));
    expect(await createParser().parser.parse(post(notice))).toEqual({ status: 'refused', reason: 'malformed' });
  });

  it.each([
    ['65 minutes old', -3_900_000, 'verified'],
    ['older', -3_900_001, 'refused'],
    ['5 minutes ahead', 300_000, 'verified'],
    ['farther ahead', 300_001, 'refused'],
  ])('judges a notice that is %s', async (_what, offsetMs, status) => {
    const Timestamp = new Date(NOW_MS + offsetMs).toISOString();
    const outcome = await parseNotification(createLog('SUCCESS'), { Timestamp });
    expect(outcome.status).toBe(status);
    if (outcome.status === 'refused') expect(outcome.reason).toBe('stale');
  });

  it('takes the same notice again: who has seen it is not for a parser to remember', async () => {
    const { parser } = createParser();
    const request = post(signNotice(notification(createLog('SUCCESS'))));
    expect(await parser.parse(request)).toEqual(await parser.parse(request));
  });

  const genuine = signNotice(notification(createLog('SUCCESS')));

  it.each([
    ['no signature', { ...genuine, Signature: undefined }],
    ['a signature that is no text', { ...genuine, Signature: 7 }],
    ['a signature cut short', { ...genuine, Signature: String(genuine.Signature).slice(4) }],
    ['a signature of nothing', { ...genuine, Signature: 'A'.repeat(344) }],
    ['another version', { ...genuine, SignatureVersion: '2' }],
    ['a version that is none', { ...genuine, SignatureVersion: '3' }],
    ['another message', { ...genuine, Message: JSON.stringify(createLog('FAILURE')) }],
    ['another id', { ...genuine, MessageId: 'another' }],
    ['another time', { ...genuine, Timestamp: new Date(NOW_MS + 1).toISOString() }],
    ['another type', { ...signNotice(confirmation()), Type: 'UnsubscribeConfirmation' }],
    ['another address to confirm', { ...signNotice(confirmation()), SubscribeURL: `${SUBSCRIBE_URL}0` }],
  ])('refuses a notice with %s', async (_what, notice) => {
    expect(await createParser().parser.parse(post(notice))).toEqual({ status: 'refused', reason: 'unauthenticated' });
  });

  it('refuses what SNS signed for a topic of somebody else, and fetches nothing for it', async () => {
    const { parser, visited } = createParser();
    const TopicArn = 'arn:aws:sns:eu-west-1:999999999999:sms-logs';
    const notice = signNotice(notification(createLog('SUCCESS'), { TopicArn }));
    expect(await parser.parse(post(notice))).toEqual({ status: 'refused', reason: 'unauthenticated' });
    expect(visited).toEqual([]);
  });

  it('cannot be told that a part of a message of somebody else’s is the topic', async () => {
    // What SNS signs for a topic of the attacker's, split up at other places so that ours stands where the topic does.
    const time = new Date(NOW_MS).toISOString();
    const TopicArn = 'arn:aws:sns:eu-west-1:999999999999:evil';
    const message = `x\nMessageId\nm\nTimestamp\n${time}\nTopicArn\n${TOPIC_ARN}\nType\nNotification`;
    const { Signature, MessageId } = signNotice(notification(message, { TopicArn }));
    const Type = `Notification\nMessageId\n${MessageId}\nTimestamp\n${time}\nTopicArn\n${TopicArn}\nType\nNotification`;
    const forged = notification('x', { MessageId: 'm', Signature, Type });
    // The very bytes that were signed.
    expect(signNotice(notification('x', { MessageId: 'm', Type })).Signature).toBe(Signature);
    expect(await createParser().parser.parse(post(forged))).toEqual({ status: 'refused', reason: 'malformed' });
  });

  it.each([
    ['another host', 'https://sns.evil.example/SimpleNotificationService-1.pem'],
    ['a bucket', 'https://sns.s3.amazonaws.com/SimpleNotificationService-1.pem'],
    [
      'a host that only begins like it',
      'https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-1.pem',
    ],
    ['another region', CERTIFICATE_URL.replace('eu-west-1', 'us-east-1')],
    ['another partition', CERTIFICATE_URL.replace('.com/', '.com.cn/')],
    ['plain http', CERTIFICATE_URL.replace('https', 'http')],
    ['another port', CERTIFICATE_URL.replace('.com/', '.com:8443/')],
    ['a user in front of the host', CERTIFICATE_URL.replace('//', '//evil.example@')],
    ['another path', CERTIFICATE_URL.replace('/Simple', '/evil/Simple')],
    ['a path that climbs', CERTIFICATE_URL.replace('7ff5', '/../7ff5')],
    ['a query', `${CERTIFICATE_URL}?x=.pem`],
    ['no certificate', CERTIFICATE_URL.replace('.pem', '.txt')],
    ['a host in capitals', CERTIFICATE_URL.replace('sns.eu', 'SNS.eu')],
    ['a backslash', CERTIFICATE_URL.replace('//', '/\\')],
    ['nothing', undefined],
  ])('fetches no certificate from %s', async (_what, SigningCertURL) => {
    const { parser, visited } = createParser();
    const notice = signNotice(notification(createLog('SUCCESS'), { SigningCertURL }));
    expect(await parser.parse(post(notice))).toEqual({ status: 'refused', reason: 'unauthenticated' });
    expect(visited).toEqual([]);
  });

  it('has a notice come again while its certificate cannot be had', async () => {
    const { parser } = createParser({ fetch: () => Promise.reject(new Error('down')) });
    const notice = signNotice(notification(createLog('SUCCESS')));
    expect(await parser.parse(post(notice))).toEqual({ status: 'refused', reason: 'unavailable' });
  });

  it('listens to topics in China, whose hosts end otherwise', async () => {
    const TopicArn = 'arn:aws-cn:sns:cn-north-1:123456789012:sms-logs';
    const SigningCertURL = 'https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-1.pem';
    const { parser, visited } = createParser({ topicArns: [TOPIC_ARN, TopicArn] });
    const notice = signNotice(notification(createLog('SUCCESS'), { TopicArn, SigningCertURL }));
    expect(await parser.parse(post(notice))).toMatchObject({ status: 'verified' });
    expect(visited).toEqual([SigningCertURL]);
  });

  it.each([
    ['no JSON', '{"Type":'],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe])],
    ['nothing', ''],
    ['a list', '[]'],
    ['a raw record, without an envelope', createLog('SUCCESS')],
    ['a type that is none', { ...genuine, Type: 'toString' }],
    ['no message', { ...genuine, Message: undefined }],
    ['a message that is no text', { ...genuine, Message: createLog('SUCCESS') }],
    ['no topic', { ...genuine, TopicArn: undefined }],
    ['no token', signNotice(confirmation({ Token: undefined }))],
    ['a time that is none', { ...genuine, Timestamp: '17 March' }],
    ['a time without its zone', { ...genuine, Timestamp: '2030-03-17T17:46:39' }],
    ['everything behind __proto__', `{"__proto__":${JSON.stringify(genuine)}}`],
    ['deep JSON', '['.repeat(100_000)],
    ['300 kB', { ...genuine, x: 'x'.repeat(300_000) }],
  ])('refuses %s as malformed', async (_what, notice) => {
    const { parser, visited } = createParser();
    expect(await parser.parse(post(notice))).toEqual({ status: 'refused', reason: 'malformed' });
    expect(visited).toEqual([]);
  });

  it('never throws', async () => {
    const { parser } = createParser();
    const requests = [undefined, null, 7, 'x', [], {}, { ...post(genuine), method: 'GET' }, { body: new Uint8Array() }];
    for (const request of requests) {
      expect((await parser.parse(request as unknown as DeliveryReportRequest)).status).toBe('refused');
    }
  });

  it.each([
    ['old', notification(createLog('SUCCESS'), { Timestamp: new Date(NOW_MS - 7_200_000).toISOString() })],
    ['of tomorrow', notification(createLog('SUCCESS'), { Timestamp: new Date(NOW_MS + 7_200_000).toISOString() })],
    [
      'asking to visit somebody else',
      confirmation({ SubscribeURL: 'https://example.com/?Action=ConfirmSubscription' }),
    ],
    ['signed with what no key can sign', { ...notification(createLog('SUCCESS')), Signature: 'A'.repeat(172) }],
  ])('has no certificate fetched for a notice that is %s', async (_what, notice) => {
    const { parser, visited } = createParser();
    expect(await parser.parse(post('Signature' in notice ? notice : signNotice(notice)))).toMatchObject({
      status: 'refused',
    });
    expect(visited).toEqual([]);
  });

  it('reads a genuine receipt while invented certificates hold all other fetches', async () => {
    const clock = { nowMs: NOW_MS };
    const untilMs = () => clock.nowMs + 3_600_000;
    const parser = createParser({
      clock: { now: () => clock.nowMs },
      fetch: (url) =>
        url === CERTIFICATE_URL
          ? createSnsCertificate({ validToMs: untilMs() }).then((cert) => new Response(cert))
          : new Promise(() => {}),
    }).parser;
    const receipt = () =>
      post(signNotice(notification(createLog('SUCCESS'), { Timestamp: new Date(clock.nowMs).toISOString() })));
    expect(await parser.parse(receipt())).toMatchObject({ status: 'verified' });
    // Its certificate has to be fetched anew, at the very time of the attack.
    clock.nowMs += 3_601_000;
    const invented = (number: number) => ({
      ...notification(createLog('SUCCESS'), {
        Timestamp: new Date(clock.nowMs).toISOString(),
        SigningCertURL: CERTIFICATE_URL.replace('.pem', `${number}.pem`),
      }),
      Signature: 'A'.repeat(344),
    });
    const posted = Array.from({ length: 50 }, (_, number) => parser.parse(post(invented(number))));
    expect(await parser.parse(receipt())).toMatchObject({ status: 'verified', reports: [{ status: 'delivered' }] });
    expect(await Promise.race(posted.slice(4))).toEqual({ status: 'refused', reason: 'unavailable' });
  });
});
