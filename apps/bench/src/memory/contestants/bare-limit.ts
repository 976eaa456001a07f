/**
 * The bare limit: what a request and its verification cannot do without, written straight down on `node:crypto` and a
 * Map. No ports, no deadlines, no events, no checks of input, nothing ever expires. Each step says why it has to be;
 * hashes are numbered. The engine is measured against this, so it must not be made slower than need be.
 *
 * Every choice is the quickest that `node:crypto` offers for the job: HMACs give text where text is wanted, which is a
 * third quicker than a buffer; random bytes are drawn by the page, as `randomUUID` does.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomFillSync } from 'node:crypto';
import type { Contestant } from './contestant.ts';
import { createPhoneNumbers } from './phone-numbers.ts';
import { readCode } from './read-code.ts';

const TENANT = 'default';
const PURPOSE = 'default';
const PROVIDER = 'bench';
const TTL_MS = 300_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NONCE_BYTES = 28;
const TAG_BYTES = 16;

interface Challenge {
  readonly id: string;
  readonly purpose: string;
  readonly salt: string;
  readonly digest: string;
  readonly expiresAtMs: number;
  attemptsLeft: number;
}

/** The counters of one number. */
interface Counters {
  sends: number[];
  failures: number[];
  consecutiveFailures: number;
  cooldownUntilMs: number;
  challenges: Challenge[];
}

export function createBareLimit(): Contestant {
  const nextNumber = createPhoneNumbers();
  const subjectKey = randomBytes(32);
  const codeKey = randomBytes(32);
  const digestKey = randomBytes(32);
  const handleKey = randomBytes(32);
  const numbers = new Map<string, Counters>();
  const random = createRandomPage();
  let lastText = '';

  async function request(to: string): Promise<string> {
    const nowMs = Date.now();
    // Hash 1: the store must not see the number.
    const subject = createHmac('sha256', subjectKey).update(`${TENANT} ${to}`).digest('base64url');
    const id = random.name();
    const salt = random.name();
    // Hash 2: a code that can be repeated without being stored. One hash has bits enough for both lengths.
    const draws = createHmac('sha256', codeKey).update(`${salt} ${subject} ${PURPOSE}`).digest('hex');
    const code = digitsOf(draws, 0, 6);
    // Hashes 3 and 4: only the store knows which length it will be, and it is asked once.
    const digest = digestOf(subject, code);
    const longerDigest = digestOf(subject, digitsOf(draws, 24, 8));
    issue(subject, { id, salt, digest, longerDigest }, nowMs);
    // The message, and who sends it.
    await send(`Your code is ${code}. It expires in 5 minutes. Do not share it.`);
    return seal([to, TENANT, PURPOSE, id, '6', PROVIDER, `${nowMs + TTL_MS}`, subject]);
  }

  async function verify(handle: string, code: string): Promise<string> {
    const [to = '', , purpose, id, , , , subject = ''] = open(handle);
    // Hash 7: codes are compared as digests, as the store knows no code.
    const digest = digestOf(subject, code);
    const counters = numbers.get(subject);
    const challenge = counters?.challenges.find((each) => each.id === id && each.purpose === purpose);
    if (counters === undefined || challenge === undefined) throw new Error('There is no such challenge.');
    if (challenge.attemptsLeft <= 0 || Date.now() >= challenge.expiresAtMs) throw new Error('The challenge is over.');
    challenge.attemptsLeft -= 1;
    if (!isEqual(challenge.digest, digest)) throw new Error('The code is wrong.');
    counters.challenges.splice(counters.challenges.indexOf(challenge), 1);
    counters.consecutiveFailures = 0;
    return to;
  }

  function digestOf(subject: string, code: string): string {
    return createHmac('sha256', digestKey).update(`${subject} ${PURPOSE} ${code}`).digest('base64url');
  }

  /** Every limit of the standard policy, for a client that is not known. */
  function issue(
    subject: string,
    issued: { id: string; salt: string; digest: string; longerDigest: string },
    nowMs: number,
  ): void {
    let counters = numbers.get(subject);
    if (counters === undefined) {
      counters = { sends: [], failures: [], consecutiveFailures: 0, cooldownUntilMs: 0, challenges: [] };
      numbers.set(subject, counters);
    }
    const { sends, failures, challenges } = counters;
    const sendsInHour = countSince(sends, nowMs - HOUR_MS);
    let live = 0;
    let unspent = 0;
    for (const { attemptsLeft, expiresAtMs } of challenges) {
      if (attemptsLeft === 0 || expiresAtMs <= nowMs) continue;
      live += 1;
      unspent += attemptsLeft;
    }
    if (
      counters.cooldownUntilMs > nowMs ||
      sendsInHour >= 3 ||
      countSince(sends, nowMs - DAY_MS) >= 7 ||
      live >= 2 ||
      countSince(failures, nowMs - DAY_MS) + unspent + 5 > 15 ||
      counters.consecutiveFailures + unspent + 5 > 75
    ) {
      throw new Error('The number is over its limits.');
    }
    const isSteppedUp = countSince(failures, nowMs - 365 * DAY_MS) >= 5;
    sends.push(nowMs);
    counters.cooldownUntilMs = nowMs + 30_000 * 2 ** sendsInHour;
    challenges.push({
      id: issued.id,
      purpose: PURPOSE,
      salt: issued.salt,
      digest: isSteppedUp ? issued.longerDigest : issued.digest,
      expiresAtMs: nowMs + TTL_MS,
      attemptsLeft: 5,
    });
  }

  async function send(text: string): Promise<void> {
    lastText = text;
  }

  /** The number must come back from the client unread and unchanged: one authenticated encryption. */
  function seal(fields: readonly string[]): string {
    const nonce = random.bytes(NONCE_BYTES);
    // Padded, so that the length tells nothing.
    const plain = fields.join('\n').padEnd(192);
    const cipher = createCipheriv('aes-256-gcm', keyOfHandle(nonce), nonce.subarray(16));
    const sealed = cipher.update(plain, 'latin1');
    cipher.final();
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
  }

  function open(handle: string): readonly string[] {
    const bytes = Buffer.from(handle, 'base64url');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', keyOfHandle(nonce), nonce.subarray(16));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const plain = decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES));
    // Throws unless the tag is right.
    decipher.final();
    return plain.toString('latin1').trimEnd().split('\n');
  }

  /** Hashes 5 and 6: random 96-bit nonces wear one key out after 2^32 handles, so each handle has its own. */
  function keyOfHandle(nonce: Buffer): Buffer {
    return createHmac('sha256', handleKey).update(nonce.subarray(0, 16)).digest();
  }

  return {
    name: 'bare limit',
    async cycle() {
      const to = nextNumber();
      const handle = await request(to);
      if ((await verify(handle, readCode(lastText))) !== to) throw new Error('Another number was proven.');
    },
    async fill(count) {
      for (let filled = 0; filled < count; filled += 1) await request(nextNumber());
    },
  };
}

/** Uniform digits: a 48-bit draw past the last whole multiple is thrown away and the next one taken. */
function digitsOf(hex: string, start: number, length: 6 | 8): string {
  const codes = 10 ** length;
  for (let offset = start; offset < start + 24; offset += 12) {
    const draw = Number.parseInt(hex.slice(offset, offset + 12), 16);
    if (draw < 2 ** 48 - (2 ** 48 % codes)) return String(draw % codes).padStart(length, '0');
  }
  throw new RangeError('Two draws in a row were out of range, which happens once in 10^12 codes.');
}

function countSince(timesMs: readonly number[], sinceMs: number): number {
  let count = 0;
  for (const timeMs of timesMs) if (timeMs > sinceMs) count += 1;
  return count;
}

/** In constant time. */
function isEqual(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < left.length; index += 1) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}

/** Random bytes by the page: a call for a few costs as much as one for thousands. */
function createRandomPage(): { bytes(count: number): Buffer; name(): string } {
  const page = Buffer.alloc(8192);
  let used = page.length;
  function reserve(count: number): number {
    if (used + count > page.length) {
      randomFillSync(page);
      used = 0;
    }
    used += count;
    return used - count;
  }
  return {
    bytes(count) {
      const start = reserve(count);
      return page.subarray(start, start + count);
    },
    name() {
      const start = reserve(16);
      return page.toString('base64url', start, start + 16);
    },
  };
}
