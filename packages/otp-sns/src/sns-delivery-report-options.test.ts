import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import { createSnsDeliveryReportParser, type SnsDeliveryReportParserOptions } from './sns-delivery-report-parser.ts';
import { TOPIC_ARN } from './test-support/signed-notices.ts';

describe('the options of createSnsDeliveryReportParser', () => {
  it.each([
    ['no topic', {}, ['topicArns']],
    ['an empty list', { topicArns: [] }, ['topicArns']],
    ['a topic that is none', { topicArns: ['sms-logs'] }, ['topicArns[0]']],
    ['a pattern for topics', { topicArns: ['arn:aws:sns:eu-west-1:*:*'] }, ['topicArns[0]']],
    ['a region that is a bucket', { topicArns: ['arn:aws:sns:s3:123456789012:x'] }, ['topicArns[0]']],
    ['a topic that is no text', { topicArns: [TOPIC_ARN, 7] }, ['topicArns[1]']],
    ['a fetch that is none', { topicArns: [TOPIC_ARN], fetch: {} }, ['fetch']],
    ['a clock that is none', { topicArns: [TOPIC_ARN], clock: {} }, ['clock']],
    ['an id that is none', { topicArns: [TOPIC_ARN], providerId: 'A' }, ['providerId']],
    ['a misspelt option', { topicArns: [TOPIC_ARN], topicArn: '' }, ['topicArn']],
  ])('refuses options with %s', (_what, options, expected) => {
    let problems: string[] = [];
    try {
      createSnsDeliveryReportParser(options as SnsDeliveryReportParserOptions);
    } catch (error) {
      if (!(error instanceof OtpConfigurationError)) throw error;
      problems = error.problems.map((problem) => problem.option);
    }
    expect(problems).toEqual(expected);
  });
});
