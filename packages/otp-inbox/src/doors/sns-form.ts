/** What every request of SNS's wire has: a signature of version 4 and a form with an action. */
import type { InboxRequest } from '../http/inbox-request.ts';
import { getParameter, parseParameters } from '../http/request-parameters.ts';
import { snsRefusal } from './sns-refusal.ts';

/** The value of a field; `undefined` where it is missing. */
export type SnsForm = (name: string) => string | undefined;

const API_VERSION = '2010-03-31';
const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/([^,\s]+), ?SignedHeaders=([a-z0-9;-]+), ?Signature=[0-9a-f]{64}$/;
const ACCESS_KEY_ID = /^\w{16,128}$/;
const SCOPE = /^(\d{8})\/[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}\/([a-z]+)\/aws4_request$/;

/** Any access key and any secret will do: without the secret nobody could check the signature, only its form. */
export function checkSnsSignature({ headers }: InboxRequest): void {
  const { authorization } = headers;
  if (authorization === undefined)
    throw snsRefusal(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  const [, accessKeyId = '', scope = '', signedHeaders = ''] = SIGNATURE.exec(authorization) ?? [];
  const [, day, service] = SCOPE.exec(scope) ?? [];
  const time = headers['x-amz-date'];
  if (day === undefined || typeof time !== 'string' || !/^\d{8}T\d{6}Z$/.test(time) || !time.startsWith(day)) {
    throw snsRefusal(400, 'IncompleteSignature', 'The request signature does not conform to AWS standards.');
  }
  if (!ACCESS_KEY_ID.test(accessKeyId)) {
    throw snsRefusal(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
  }
  if (service !== 'sns' || !['host', 'x-amz-date'].every((name) => signedHeaders.split(';').includes(name))) {
    throw snsRefusal(
      403,
      'SignatureDoesNotMatch',
      'Credential should be scoped to correct service, and host and date be signed.',
    );
  }
}

/** Nothing secret of AWS's stands on this wire; the token of an inbox may be the session token or the access key's id. */
export function readSnsCredential({ headers }: InboxRequest): string | null {
  const sessionToken = headers['x-amz-security-token'];
  if (typeof sessionToken === 'string') return sessionToken;
  return SIGNATURE.exec(headers.authorization ?? '')?.[1] ?? null;
}

export async function readSnsForm(request: InboxRequest): Promise<SnsForm> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const body = await request.readBody();
  if (type !== 'application/x-www-form-urlencoded') {
    throw snsRefusal(400, 'MalformedQueryString', 'Send a form (application/x-www-form-urlencoded).');
  }
  const parameters = parseParameters(body);
  const form: SnsForm = (name) => getParameter(parameters, name);
  if (form('Action') === undefined)
    throw snsRefusal(400, 'MissingAction', 'The request must contain the parameter Action');
  if (form('Version') !== API_VERSION) {
    throw snsRefusal(
      400,
      'InvalidAction',
      `The action is not valid for this web service: Version must be ${API_VERSION}`,
    );
  }
  return form;
}
