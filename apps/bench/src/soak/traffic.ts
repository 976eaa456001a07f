/**
 * Everybody at once: people who sign up, mistype, ask again, tap twice or give up, somebody who attacks one number from
 * everywhere, and somebody who pumps messages from one address. Each exchange goes to either app, so that what one has
 * stored the other goes on with.
 */
import { setTimeout } from 'node:timers/promises';
import { createSeededRandom } from '../year/seeded-random.ts';
import type { Answer, AnswerKind, Client, Question } from './ask.ts';
import type { Ledger } from './ledger.ts';
import type { RecordingGateway } from './recording-gateway.ts';

export interface TrafficOptions {
  readonly ports: readonly number[];
  readonly client: Client;
  readonly gateway: RecordingGateway;
  readonly ledger: Ledger;
}

export interface Traffic {
  /** Begins what is due until `untilMs`, a moment of `performance.now()`. */
  run(untilMs: number, tell: (secondsLeft: number) => void): Promise<void>;
  /** Waits for what is under way. */
  settle(): Promise<void>;
  /** Forgets the times of answers so far: those of programs that are still warming up. */
  beginMeasuring(): void;
  readonly figures: TrafficFigures;
}

export interface TrafficFigures {
  readonly answersMs: Readonly<Record<AnswerKind, readonly number[]>>;
  /** All that were answered, warm-up included. */
  readonly exchanges: number;
  /** People's numbers: each was sent a code. */
  readonly numbers: number;
  /** Messages that the attacker of one number made it receive, and those that the other one got out of one address. */
  readonly messagesToVictim: number;
  readonly messagesByPumping: number;
  readonly attacks: number;
}

const PEOPLE_PER_SECOND = 40;
const ATTACKS_PER_SECOND = 10;
const PEOPLE = [
  { share: 0.5, visit: 'sign-up' },
  { share: 0.2, visit: 'mistyped' },
  { share: 0.1, visit: 'resend' },
  { share: 0.1, visit: 'two taps' },
  { share: 0.1, visit: 'given up' },
] as const;
type Visit = (typeof PEOPLE)[number]['visit'];

/** More at once are no traffic but a queue: the apps do not keep up. */
const MOST_UNDER_WAY = 400;
const TICK_MS = 10;

const VICTIM = '+19005550100';
const PUMPING_ADDRESS = '198.51.100.7';

export function createTraffic({ ports, client, gateway, ledger }: TrafficOptions): Traffic {
  const random = createSeededRandom(1);
  const underWay = new Set<Promise<void>>();
  let answersMs = emptyTimes();
  let exchanges = 0;
  let numbers = 0;
  let attacks = 0;
  let messagesToVictim = 0;
  let messagesByPumping = 0;

  async function ask(question: Omit<Question, 'port'>, port = ports[random.below(ports.length)] ?? 0): Promise<Answer> {
    const answer = await client.ask({ ...question, port });
    exchanges += 1;
    answersMs[question.kind].push(answer.tookMs);
    return answer;
  }

  function check(address: string, challenge: string, code: string, kind: AnswerKind, port?: number): Promise<Answer> {
    return ask({ kind, path: '/verifications/check', body: { challenge, code }, address }, port);
  }

  function expectStatus({ status, body }: Answer, expected: number, what: string): boolean {
    if (status !== expected) ledger.complain(`${what} was answered ${status} ${body.code ?? ''}`.trim());
    return status === expected;
  }

  async function meet(visit: Visit): Promise<void> {
    numbers += 1;
    const address = addressOf(numbers);
    const phoneNumber = numberOf(numbers);
    const sent = await ask({ kind: 'request', path: '/verifications', body: { phoneNumber }, address });
    if (!expectStatus(sent, 202, 'a request')) return;
    ledger.expectMessage(phoneNumber);
    let { challenge = '' } = sent.body;
    if (visit === 'given up') return;
    if (visit === 'mistyped') {
      const wrong = await check(address, challenge, wrongCode(gateway.codeOf(phoneNumber)), 'wrong code');
      expectStatus(wrong, 422, 'a wrong code');
    }
    if (visit === 'resend') {
      await setTimeout(Math.max(0, Date.parse(sent.body.resendAt ?? '') - Date.now()) + 50);
      const again = await ask({ kind: 'resend', path: '/verifications/resend', body: { challenge }, address });
      if (!expectStatus(again, 202, 'a resend')) return;
      ledger.expectMessage(phoneNumber);
      challenge = again.body.challenge ?? challenge;
    }
    const code = gateway.codeOf(phoneNumber);
    const taps = visit === 'two taps' ? ports : [undefined];
    const answers = await Promise.all(taps.map((port) => check(address, challenge, code, 'right code', port)));
    const [first, ...others] = [...answers].sort((one, other) => one.status - other.status);
    if (first !== undefined && expectStatus(first, 200, 'a right code')) ledger.expectVerified();
    for (const other of others) expectStatus(other, 410, 'a second tap');
  }

  /** A new address each time, and a guess at whatever it gets. */
  async function attackVictim(): Promise<void> {
    attacks += 1;
    const address = addressOf(1_000_000 + attacks);
    const sent = await ask({ kind: 'attack', path: '/verifications', body: { phoneNumber: VICTIM }, address });
    if (sent.status !== 202) return void expectRefusal(sent);
    ledger.expectMessage(VICTIM);
    messagesToVictim += 1;
    const guess = wrongCode(gateway.codeOf(VICTIM));
    for (let tried = 0; tried < 8; tried += 1) {
      const answer = await check(address, sent.body.challenge ?? '', guess, 'attack');
      if (answer.status === 200) ledger.complain('a wrong code was taken');
    }
  }

  /** One address, number after number, twenty of each range. */
  async function pump(): Promise<void> {
    attacks += 1;
    const phoneNumber = `+1800${5_000_000 + attacks * 25}`;
    const sent = await ask({
      kind: 'attack',
      path: '/verifications',
      body: { phoneNumber },
      address: PUMPING_ADDRESS,
    });
    if (sent.status !== 202) return void expectRefusal(sent);
    ledger.expectMessage(phoneNumber);
    messagesByPumping += 1;
  }

  function expectRefusal(answer: Answer): void {
    if (answer.status !== 429 && answer.status !== 403) expectStatus(answer, 429, 'an attack');
  }

  function begin(work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => ledger.complain(`an exchange failed: ${error instanceof Error ? error.message : ''}`))
      .finally(() => void underWay.delete(done));
    underWay.add(done);
  }

  function pickVisit(): Visit {
    let dice = random.below(1_000) / 1_000;
    for (const { share, visit } of PEOPLE) {
      if (dice < share) return visit;
      dice -= share;
    }
    return 'sign-up';
  }

  return {
    async run(untilMs, tell) {
      const startedAtMs = performance.now();
      let people = 0;
      let attackers = 0;
      for (let nowMs = startedAtMs; nowMs < untilMs; nowMs = performance.now()) {
        const elapsedSeconds = (nowMs - startedAtMs) / 1000;
        for (; people < elapsedSeconds * PEOPLE_PER_SECOND && underWay.size < MOST_UNDER_WAY; people += 1) {
          const visit = pickVisit();
          begin(() => meet(visit));
        }
        for (; attackers < elapsedSeconds * ATTACKS_PER_SECOND && underWay.size < MOST_UNDER_WAY; attackers += 1) {
          begin(attackers % 2 === 0 ? attackVictim : pump);
        }
        tell((untilMs - nowMs) / 1000);
        await setTimeout(TICK_MS);
      }
    },
    async settle() {
      await Promise.all(underWay);
    },
    beginMeasuring() {
      answersMs = emptyTimes();
    },
    get figures() {
      return { answersMs, exchanges, numbers, messagesToVictim, messagesByPumping, attacks };
    },
  };
}

function emptyTimes(): Record<AnswerKind, number[]> {
  return { request: [], resend: [], 'right code': [], 'wrong code': [], attack: [] };
}

/** In a network of its own, as limits count by address and by network. */
function addressOf(person: number): string {
  return `${20 + (person >> 16)}.${(person >> 8) & 255}.${person & 255}.9`;
}

/** In a range of its own, as limits count by a thousand numbers. */
function numberOf(person: number): string {
  return `+1${2_000_000_000 + person * 1_000 + (person % 1_000)}`;
}

function wrongCode(code: string): string {
  return `${code[0] === '0' ? '1' : '0'}${code.slice(1)}`;
}
