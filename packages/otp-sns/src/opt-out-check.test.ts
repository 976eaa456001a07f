import { describe, expect, it } from 'vitest';
import { createSnsSmsSender, type SnsSmsSenderOptions } from './sns-sms-sender.ts';
import { formOf, mockSns } from './test-support/mock-sns.ts';
import { CREDENTIALS, expectNoSecretIn, MESSAGE, REGION } from './test-support/secrets.ts';
import { badNumberAnswer, errorAnswer, MESSAGE_ID, optOutAnswer, publishAnswer } from './test-support/sns-answers.ts';

const sns = mockSns();

function createSender(options: object = {}) {
  return createSnsSmsSender({ credentials: CREDENTIALS, region: REGION, ...options } as SnsSmsSenderOptions);
}

describe('optOutCheck: before-sending', () => {
  const optOutCheck = 'before-sending';

  it('asks nobody whether a number has opted out, where it is off', async () => {
    const requests = sns.answers(200, publishAnswer());
    await createSender({ optOutCheck: 'off' }).send(MESSAGE);
    expect(requests).toHaveLength(1);
  });

  it('sends nothing to a number that has opted out', async () => {
    const requests = sns.answers(200, optOutAnswer('<isOptedOut>true</isOptedOut>'));
    expect(await createSender({ optOutCheck }).send(MESSAGE)).toMatchObject({
      status: 'refused',
      failure: { category: 'opted-out', retryable: false },
    });
    expect(requests).toHaveLength(1);
    expect(await formOf(requests[0])).toEqual({
      Action: 'CheckIfPhoneNumberIsOptedOut',
      Version: '2010-03-31',
      phoneNumber: MESSAGE.to,
    });
  });

  it('publishes once SNS says that the number takes messages', async () => {
    const requests = sns.answers(200, optOutAnswer('<isOptedOut>false</isOptedOut>'), {}, publishAnswer());
    expect(await createSender({ optOutCheck }).send(MESSAGE)).toEqual({ status: 'accepted', messageId: MESSAGE_ID });
    expect(await Promise.all(requests.map(async (request) => (await formOf(request)).Action))).toEqual([
      'CheckIfPhoneNumberIsOptedOut',
      'Publish',
    ]);
  });

  it.each([
    ['it may not ask', 403, errorAnswer('AuthorizationError'), 'authentication'],
    ['it asks too often', 400, errorAnswer('Throttled'), 'rate-limited'],
    ['SNS is down', 500, errorAnswer('InternalError'), 'unavailable'],
    ['the number is none', 400, badNumberAnswer(MESSAGE.to), 'invalid-recipient'],
    ['SNS does not say', 200, optOutAnswer(''), 'unknown'],
    ['SNS answers another question', 200, publishAnswer(), 'unknown'],
  ])('sends nothing where %s', async (_what, status, body, category) => {
    const requests = sns.answers(status, body);
    const outcome = await createSender({ optOutCheck }).send(MESSAGE);
    expect(outcome).toMatchObject({ status: 'refused', failure: { category } });
    expect(JSON.stringify(outcome)).not.toContain('may have arrived');
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });
});
