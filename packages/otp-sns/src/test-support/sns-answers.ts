/** What SNS answers, as far as anybody looks at it. */
import type { ServerResponse } from 'node:http';

export const MESSAGE_ID = '94f20ce6-13c5-43a0-9a9e-ca52d816e90b';
const NAMESPACE = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"';
const METADATA = '<ResponseMetadata><RequestId>f187a3c1-376f-11df-8963-01868b7c937a</RequestId></ResponseMetadata>';

export function publishAnswer(content = `<MessageId>${MESSAGE_ID}</MessageId>`): string {
  return `<PublishResponse ${NAMESPACE}><PublishResult>${content}</PublishResult>${METADATA}</PublishResponse>`;
}

export function optOutAnswer(content: string): string {
  const action = 'CheckIfPhoneNumberIsOptedOut';
  return `<${action}Response ${NAMESPACE}><${action}Result>${content}</${action}Result>${METADATA}</${action}Response>`;
}

export function errorAnswer(code: string, message = 'Words of the vendor’s'): string {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return `<ErrorResponse ${NAMESPACE}>${error}<RequestId>9dd01905-5012-5f99-8663-4b3ecd0dfaef</RequestId></ErrorResponse>`;
}

/** As SNS words it, number and all. */
export function badNumberAnswer(to: string): string {
  return errorAnswer('InvalidParameter', `Invalid parameter: PhoneNumber Reason: ${to} is not valid to publish to`);
}

export function answerXml(response: ServerResponse, status: number, body: string, headers: object = {}): void {
  response.writeHead(status, { 'Content-Type': 'text/xml', ...headers }).end(body);
}
