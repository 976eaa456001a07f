import { createHmac } from 'node:crypto';
import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import { type Callback, type GivenOptions, isSame } from '@countersign/otp-provider-utils';

/** Whether a callback comes from the gateway: made from the option `authentication`, asked about every callback. */

export interface CallbackCheck {
  /** Whether its proof covers the body alone: then nothing else of the request may be believed. */
  readonly covers: 'request' | 'body';
  judge(request: Callback, nowMs: number): 'genuine' | 'unauthenticated' | 'stale';
}

const KNOWN_OF_KIND: Readonly<Record<string, readonly string[]>> = {
  query: ['kind', 'name', 'secret'],
  header: ['kind', 'name', 'secret'],
  basic: ['kind', 'username', 'password'],
  'hmac-sha256': ['kind', 'header', 'secret', 'encoding', 'prefix', 'timestamp'],
};

/** What is returned beside a problem is never used. */
export function readCallbackAuthentication(value: unknown, problems: OptionProblems): CallbackCheck {
  const given: GivenOptions = isOptions(value) ? value : {};
  const known = Object.hasOwn(KNOWN_OF_KIND, String(given.kind)) ? KNOWN_OF_KIND[String(given.kind)] : undefined;
  if (known === undefined) {
    const kinds = Object.keys(KNOWN_OF_KIND).map((each) => `'${each}'`);
    problems.add('authentication', `must be an object whose kind is ${kinds.join(' or ')}`);
    return NOBODY;
  }
  problems.addUnknown('authentication', given, known);
  switch (given.kind) {
    case 'query':
      return readQuerySecret(given, problems);
    case 'header':
      return readHeaderSecret(given, problems);
    case 'basic':
      return readBasic(given, problems);
    default:
      return readSignature(given, problems);
  }
}

const NOBODY: CallbackCheck = { covers: 'request', judge: () => 'unauthenticated' };

function readQuerySecret(given: GivenOptions, problems: OptionProblems): CallbackCheck {
  const { name } = given;
  if (typeof name !== 'string' || !/^[\x21-\x7e]{1,64}$/.test(name)) {
    problems.add('authentication.name', 'must be the name of a parameter');
  }
  const isSecret = createComparison(readSecrets(given, 'secret', CHOSEN, problems));
  return checkOf(({ query }) => {
    const [secret, ...others] = query.getAll(String(name));
    return secret !== undefined && others.length === 0 && isSecret(secret);
  });
}

function readHeaderSecret(given: GivenOptions, problems: OptionProblems): CallbackCheck {
  const name = readHeaderName(given, 'name', problems);
  const isSecret = createComparison(readSecrets(given, 'secret', CHOSEN, problems));
  return checkOf((request) => isSecret(request.header(name) ?? ''));
}

function readBasic(given: GivenOptions, problems: OptionProblems): CallbackCheck {
  const { username } = given;
  if (typeof username !== 'string' || !/^[^:\p{Cc}\p{Surrogate}]{1,128}$/u.test(username)) {
    problems.add('authentication.username', 'must be 1 to 128 characters, none of them a colon');
  }
  const passwords = readSecrets(given, 'password', TAKEN, problems);
  const isAccount = createComparison(passwords.map((password) => `${username}:${password}`));
  return checkOf((request) => {
    const [, encoded = ''] = /^basic +([\w+/-]+={0,2}) *$/i.exec(request.header('authorization') ?? '') ?? [];
    return isAccount(Buffer.from(encoded, 'base64').toString('utf8'));
  });
}

function readSignature(given: GivenOptions, problems: OptionProblems): CallbackCheck {
  const { encoding = 'hex', prefix = '' } = given;
  const header = readHeaderName(given, 'header', problems);
  const secrets = readSecrets(given, 'secret', TAKEN, problems);
  problems.addUnlessOneOf('authentication.encoding', encoding, ['hex', 'base64']);
  if (typeof prefix !== 'string' || !/^[\x21-\x7e]{0,32}$/.test(prefix)) {
    problems.add('authentication.prefix', 'must be at most 32 visible ASCII characters');
  }
  const time = readTime(given.timestamp, problems);
  return {
    covers: 'body',
    judge(request, nowMs) {
      // Over nothing, a signature would be the same for whoever has seen one.
      if (request.method !== 'POST' || request.body.length === 0) return 'unauthenticated';
      const written = request.header(header) ?? '';
      const stamp = time === null ? '' : (request.header(time.header) ?? '');
      const signedAtMs = time === null ? nowMs : readStamp(stamp);
      if (!written.startsWith(String(prefix)) || signedAtMs === null) return 'unauthenticated';
      const signature = written.slice(String(prefix).length);
      const signed = secrets.map((secret) => {
        const hmac = createHmac('sha256', secret).update(time === null ? '' : `${stamp}${time.separator}`);
        return hmac.update(request.body).digest(encoding === 'base64' ? 'base64' : 'hex');
      });
      const isSigned = createComparison(signed)(encoding === 'hex' ? signature.toLowerCase() : signature);
      if (!isSigned) return 'unauthenticated';
      return time !== null && Math.abs(nowMs - signedAtMs) > time.toleranceMs ? 'stale' : 'genuine';
    },
  };
}

interface SignatureTime {
  readonly header: string;
  readonly separator: string;
  readonly toleranceMs: number;
}

function readTime(value: unknown, problems: OptionProblems): SignatureTime | null {
  if (value === undefined) return null;
  const path = 'authentication.timestamp';
  const given: GivenOptions = isOptions(value) ? value : {};
  if (isOptions(value)) problems.addUnknown(path, value, ['header', 'separator', 'toleranceMs']);
  const { header, separator = '.', toleranceMs = 300_000 } = given;
  if (!isHeaderName(header)) problems.add(`${path}.header`, 'must be the name of a header');
  if (typeof separator !== 'string' || !/^[\x20-\x7e\n]{0,8}$/.test(separator)) {
    problems.add(`${path}.separator`, 'must be at most 8 characters');
  }
  problems.addUnlessInteger(`${path}.toleranceMs`, toleranceMs, 1_000, 86_400_000);
  return {
    header: String(header).toLowerCase(),
    separator: String(separator),
    toleranceMs: Number(toleranceMs),
  };
}

/** In seconds, or in milliseconds where it has too many digits for seconds. */
function readStamp(stamp: string): number | null {
  if (!/^\d{9,14}$/.test(stamp)) return null;
  return stamp.length < 12 ? Number(stamp) * 1000 : Number(stamp);
}

/** Of our own choice, so it can be one that nobody guesses. */
const CHOSEN = { shape: /^[\x21-\x7e]{16,512}$/, expectation: 'must be 16 to 512 visible ASCII characters' };
const TAKEN = { shape: /^[^\p{Cc}\p{Surrogate}]{8,512}$/u, expectation: 'must be 8 to 512 characters' };

function readSecrets(
  given: GivenOptions,
  option: string,
  kind: typeof CHOSEN,
  problems: OptionProblems,
): readonly string[] {
  const value = given[option];
  const secrets: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isSecret = (each: unknown): each is string => typeof each === 'string' && kind.shape.test(each);
  if (secrets.length > 0 && secrets.length <= 4 && secrets.every(isSecret)) return secrets;
  problems.add(`authentication.${option}`, `${kind.expectation}, or a list of one to four such`);
  return [];
}

function readHeaderName(given: GivenOptions, option: string, problems: OptionProblems): string {
  const name = given[option];
  if (!isHeaderName(name)) problems.add(`authentication.${option}`, 'must be the name of a header');
  return String(name).toLowerCase();
}

function isHeaderName(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/.test(value);
}

function checkOf(isGenuine: (request: Callback) => boolean): CallbackCheck {
  return { covers: 'request', judge: (request) => (isGenuine(request) ? 'genuine' : 'unauthenticated') };
}

/** Whether a text is one of these; all are compared, whichever fits. */
function createComparison(expected: readonly string[]): (given: string) => boolean {
  return (given) => expected.filter((each) => isSame(given, each)).length > 0;
}
