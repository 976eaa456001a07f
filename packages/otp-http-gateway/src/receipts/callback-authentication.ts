import { createHmac } from 'node:crypto';
import { isOptions } from '@countersign/otp-core/adapter';
import { type Callback, isSame } from '@countersign/otp-provider-utils';
import type { Read, Shape, ShapesOf } from '../option-shapes.ts';
import * as shape from '../option-shapes.ts';
import type { GatewayBodySignature, GatewayCallbackAuthentication } from './receipt-options.ts';

/** Whether a callback comes from the gateway: made from the option `authentication`, asked about every callback. */

type Kind = GatewayCallbackAuthentication['kind'];

export interface CallbackCheck {
  /** Whether its proof covers the body alone: then nothing else of the request may be believed. */
  readonly covers: 'request' | 'body';
  judge(request: Callback, nowMs: number): 'genuine' | 'unauthenticated' | 'stale';
}

/** The option `authentication`: what each kind of proof is told, and how a callback then gives it. */
export const callbackAuthentication: Shape<CallbackCheck> = (value, path, problems) => {
  const kind = String(isOptions(value) ? value.kind : undefined);
  if (Object.hasOwn(CHECKS, kind)) return CHECKS[kind as Kind](value, path, problems);
  const kinds = Object.keys(CHECKS).map((each) => `'${each}'`);
  problems.add(path, `must be an object whose kind is ${kinds.join(' or ')}`);
  return { covers: 'request', judge: () => 'unauthenticated' };
};

const headerName = shape.made(shape.formed(shape.HEADER_NAME, 'must be the name of a header'), (name) =>
  name.toLowerCase(),
);

/** One secret or several, each of the same form. */
function secrets(form: RegExp, expectation: string): Shape<readonly string[]> {
  const list = shape.listOf(form, `${expectation}, or a list of one to four such`, 1, 4);
  return (value, ...where) => list([value].flat(), ...where);
}

/** Of our own choice, so it can be one that nobody guesses. */
const chosen = secrets(/^[!-~]{16,512}$/, 'must be 16 to 512 visible ASCII characters');
const taken = secrets(/^[^\p{Cc}\p{Surrogate}]{8,512}$/u, 'must be 8 to 512 characters');

const SIGNATURE = {
  kind: shape.unread,
  header: headerName,
  secret: taken,
  encoding: shape.optional(shape.oneOf('hex', 'base64'), 'hex'),
  prefix: shape.optional(shape.formed(/^[!-~]{0,32}$/, 'must be at most 32 visible ASCII characters'), ''),
  timestamp: shape.optional(
    shape.section({
      header: headerName,
      separator: shape.optional(shape.formed(/^[ -~\n]{0,8}$/, 'must be at most 8 characters'), '.'),
      toleranceMs: shape.optional(shape.whole(1_000, 86_400_000), 300_000),
    }),
    null,
  ),
} satisfies ShapesOf<GatewayBodySignature>;

const CHECKS = {
  query: shape.made(
    shape.section({
      kind: shape.unread,
      name: shape.formed(/^[!-~]{1,64}$/, 'must be the name of a parameter'),
      secret: chosen,
    }),
    ({ name, secret }) =>
      checkOf(({ query }) => {
        const [given, ...others] = query.getAll(name);
        return given !== undefined && others.length === 0 && isOneOf(given, secret);
      }),
  ),
  header: shape.made(shape.section({ kind: shape.unread, name: headerName, secret: chosen }), ({ name, secret }) =>
    checkOf((request) => isOneOf(request.header(name) ?? '', secret)),
  ),
  basic: shape.made(
    shape.section({
      kind: shape.unread,
      username: shape.formed(/^[^:\p{Cc}\p{Surrogate}]{1,128}$/u, 'must be 1 to 128 characters, none of them a colon'),
      password: taken,
    }),
    ({ username, password }) => {
      const accounts = password.map((each) => `${username}:${each}`);
      return checkOf((request) => isOneOf(readBasic(request.header('authorization') ?? ''), accounts));
    },
  ),
  'hmac-sha256': shape.made(shape.section(SIGNATURE), checkSignature),
} satisfies Record<Kind, Shape<CallbackCheck>>;

function checkOf(isGenuine: (request: Callback) => boolean): CallbackCheck {
  return { covers: 'request', judge: (request) => (isGenuine(request) ? 'genuine' : 'unauthenticated') };
}

/** All are compared, whichever fits. */
function isOneOf(given: string, expected: readonly string[]): boolean {
  return expected.filter((each) => isSame(given, each)).length > 0;
}

function readBasic(authorization: string): string {
  const [, encoded = ''] = /^basic +([\w+/-]+={0,2}) *$/i.exec(authorization) ?? [];
  return Buffer.from(encoded, 'base64').toString('utf8');
}

function checkSignature({ header, secret, encoding, prefix, timestamp }: Read<typeof SIGNATURE>): CallbackCheck {
  return {
    covers: 'body',
    judge(request, nowMs) {
      // Over nothing, a signature would be the same for whoever has seen one.
      if (request.method !== 'POST' || request.body.length === 0) return 'unauthenticated';
      const written = request.header(header) ?? '';
      const stamp = timestamp === null ? '' : (request.header(timestamp.header) ?? '');
      const signedAtMs = timestamp === null ? nowMs : readEpoch(stamp);
      if (!written.startsWith(prefix) || signedAtMs === null) return 'unauthenticated';
      const signature = written.slice(prefix.length);
      const before = timestamp === null ? '' : `${stamp}${timestamp.separator}`;
      const expected = secret.map((key) =>
        createHmac('sha256', key).update(before).update(request.body).digest(encoding),
      );
      if (!isOneOf(encoding === 'hex' ? signature.toLowerCase() : signature, expected)) return 'unauthenticated';
      return timestamp !== null && Math.abs(nowMs - signedAtMs) > timestamp.toleranceMs ? 'stale' : 'genuine';
    },
  };
}

/** A time in seconds, or in milliseconds where it has too many digits for seconds; `null` for anything else. */
export function readEpoch(written: string): number | null {
  if (!/^\d{9,14}$/.test(written)) return null;
  return written.length < 12 ? Number(written) * 1000 : Number(written);
}
