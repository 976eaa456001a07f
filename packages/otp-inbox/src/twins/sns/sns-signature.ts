/**
 * Signature Version 4, as every request of AWS carries it. Any access key will do, and then only the form of its
 * signature can be checked; where the settings tell key and secret, the signature is computed anew.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { InboxRequest } from '../../http/inbox-request.ts';
import type { InboxSnsSettings } from '../../vendor-settings.ts';
import { snsRefusal } from './sns-refusal.ts';

const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/([^,\s]+), ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;
const ACCESS_KEY_ID = /^\w{16,128}$/;
const SCOPE = /^(\d{8})\/([a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2})\/([a-z]+)\/aws4_request$/;

/** @param body as it was sent */
export function checkSnsSignature(request: InboxRequest, body: string, settings: InboxSnsSettings): void {
  const { authorization, 'x-amz-date': time } = request.headers;
  if (authorization === undefined) {
    throw snsRefusal(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  const [, accessKeyId = '', scope = '', signedHeaders = '', signature = ''] = SIGNATURE.exec(authorization) ?? [];
  const [, day, , service] = SCOPE.exec(scope) ?? [];
  if (day === undefined || typeof time !== 'string' || !/^\d{8}T\d{6}Z$/.test(time) || !time.startsWith(day)) {
    throw snsRefusal(400, 'IncompleteSignature', 'The request signature does not conform to AWS standards.');
  }
  const isKnown = settings.accessKeyId === undefined || accessKeyId === settings.accessKeyId;
  if (!ACCESS_KEY_ID.test(accessKeyId) || !isKnown) {
    throw snsRefusal(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
  }
  if (service !== 'sns' || !['host', 'x-amz-date'].every((name) => signedHeaders.split(';').includes(name))) {
    const message = 'Credential should be scoped to correct service, and host and date be signed.';
    throw snsRefusal(403, 'SignatureDoesNotMatch', message);
  }
  if (settings.secretAccessKey === undefined) return;
  const expected = computeSignature(request, { body, time, scope, signedHeaders, secret: settings.secretAccessKey });
  if (timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return;
  const message = 'The request signature we calculated does not match the signature you provided.';
  throw snsRefusal(403, 'SignatureDoesNotMatch', message);
}

/** Nothing secret of AWS's stands on this wire; the token of an inbox may be the session token or the access key's id. */
export function readSnsCredential({ headers }: InboxRequest): string | null {
  const sessionToken = headers['x-amz-security-token'];
  if (typeof sessionToken === 'string') return sessionToken;
  return SIGNATURE.exec(headers.authorization ?? '')?.[1] ?? null;
}

interface SignedParts {
  readonly body: string;
  readonly time: string;
  readonly scope: string;
  readonly signedHeaders: string;
  readonly secret: string;
}

function computeSignature({ method, path, headers }: InboxRequest, parts: SignedParts): string {
  const { body, time, scope, signedHeaders, secret } = parts;
  const lines = signedHeaders.split(';').map(
    (name) =>
      `${name}:${String(headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}\n`,
  );
  const request = [method, path, '', lines.join(''), signedHeaders, hash(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, hash(request)].join('\n');
  const key = scope.split('/').reduce<Buffer | string>((previous, part) => hmac(previous, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
