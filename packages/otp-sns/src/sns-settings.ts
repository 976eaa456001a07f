/** What a deployment sets of Amazon SNS: rows by which `otp-config` reads, describes and documents its options. */
import {
  DOLLARS,
  ENDPOINT,
  list,
  type OptionPath,
  optional,
  type ProductSettings,
  required,
  type Setting,
  type Shape,
  text,
  timeoutSetting,
} from '@countersign/otp-core/settings';
import { ORIGINATION_NUMBER, REGION, REGISTERED_ID, SENDER_ID } from './sns-connection.ts';
import type { SnsDeliveryReportParserOptions } from './sns-delivery-report-parser.ts';
import type { SnsSmsSenderOptions } from './sns-sms-sender.ts';

/** What settings say for receipts alone. */
export interface SnsReceiptOptions extends Pick<SnsDeliveryReportParserOptions, 'topicArns'> {
  /** In PEM. Whoever composes refuses it in production: receipts are then signed by whoever has its key. */
  readonly inboxCertificate?: string;
}

type Options = SnsSmsSenderOptions | SnsReceiptOptions;

const TOPIC_ARN = text(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/, 'the ARN of a topic');

const CERTIFICATE: Shape = {
  expectation: 'a certificate in PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----',
  read(given) {
    // Files of variables hold one line each.
    const pem = given.replaceAll('\\n', '\n').trim();
    return /^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{100,8192}-----END CERTIFICATE-----$/.test(pem) ? pem : null;
  },
};

const ROWS: readonly Setting<OptionPath<Options>>[] = [
  required('region', 'AWS_REGION', REGION, {
    about: 'the region; credentials come from where the AWS SDK finds them',
    source: 'AWS console, top right',
    example: 'eu-west-1',
    otherNames: ['AWS_DEFAULT_REGION', 'AWS_SNS_REGION', 'SNS_REGION'],
  }),
  optional('senderId', 'AWS_SNS_SENDER_ID', SENDER_ID, {
    about: 'the name that messages show, where a country allows one',
    source: 'AWS End User Messaging, Sender IDs',
    example: 'Acme',
    otherNames: ['AWS_SENDER_ID', 'SNS_SENDER_ID', 'AWS_SNS_SENDERID'],
  }),
  optional('originationNumber', 'AWS_SNS_ORIGINATION_NUMBER', ORIGINATION_NUMBER, {
    about: 'the number that messages come from',
    source: 'AWS End User Messaging, Phone numbers',
    example: '+14155550100',
  }),
  optional('maxPriceUsd', 'AWS_SNS_MAX_PRICE_USD', DOLLARS, {
    about: 'the most that a message may cost, in US dollars',
    example: '0.50',
  }),
  optional('india.entityId', 'AWS_SNS_ENTITY_ID', REGISTERED_ID, {
    about: 'for messages to India: the entity',
    source: 'the DLT registration',
  }),
  optional('india.templateId', 'AWS_SNS_TEMPLATE_ID', REGISTERED_ID, {
    about: 'for messages to India: the template',
    source: 'the DLT registration',
  }),
  optional('topicArns', 'AWS_SNS_TOPIC_ARNS', list(TOPIC_ARN, 'ARNs of topics, separated by commas', 64), {
    about: 'topics that delivery status logs are published to, subscribed to at OTP_PUBLIC_URL',
    source: 'AWS console, SNS, Topics',
    example: 'arn:aws:sns:eu-west-1:123456789012:sms-logs',
  }),
  optional('inboxCertificate', 'AWS_SNS_INBOX_CERTIFICATE', CERTIFICATE, {
    about: 'the certificate that receipts from the local inbox are checked with, in place of that of SNS',
    source: '/api/v1/sns-certificate.pem of the inbox, its line breaks as they are or written \\n',
    refusedInProduction: 'has whoever holds its key believed in place of SNS: not in production',
  }),
  optional('endpoint', 'AWS_ENDPOINT_URL_SNS', ENDPOINT, {
    about: "another address than the region's",
    example: 'http://127.0.0.1:4025',
    address: 'base',
    inboxPath: '',
    otherNames: ['AWS_SNS_ENDPOINT', 'AWS_SNS_ENDPOINT_URL', 'SNS_ENDPOINT'],
  }),
  timeoutSetting('AWS_SNS_TIMEOUT_MS'),
];

/** Of text messages. */
export const SNS_SETTINGS: ProductSettings<Options> = {
  name: 'sns',
  title: 'Amazon SNS',
  kind: 'sms-sender',
  packageName: '@countersign/otp-sns',
  sdk: '@aws-sdk/client-sns',
  settings: ROWS,
  alternatives: [],
  otherNames: ['aws', 'aws-sns', 'amazon', 'amazon-sns'],
  receipts: {
    addressOption: null,
    address: 'optional',
    needs: ['topicArns'],
    ownOptions: ['topicArns', 'inboxCertificate'],
  },
};
