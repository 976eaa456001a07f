/** What commands refer to: the time, what happened to each number by the reference, and the moments that outcomes named. */
import type { IssueInput, LengthDigest } from '@countersign/otp-core/spec';
import { currentCode, eventsOf, liveChallenges, type NumberHistory, type Opened, type Sent } from './number-history.ts';
import type { RandomCommand, RandomGuess, RandomScenario } from './random-commands.ts';
import type { StoreOutcome, StoreRequest } from './reference-step.ts';

const FARTHEST_JUMP_MS = 3 * 86_400_000;

export interface CommandWorld {
  readonly scenario: RandomScenario;
  readonly startMs: number;
  nowMs: number;
  /** Names everything made in this world, so that worlds may share a store. */
  readonly prefix: string;
  readonly histories: Map<string, NumberHistory>;
  /** Expiries, ends of cooldowns and retries, as they were told. */
  readonly momentsMs: number[];
  requests: number;
}

export function createCommandWorld(scenario: RandomScenario, prefix: string): CommandWorld {
  const startMs = Date.UTC(2030, 0, 1);
  return { scenario, startMs, nowMs: startMs, prefix, histories: new Map(), momentsMs: [], requests: 0 };
}

export function historyOf(world: CommandWorld, subject: string): NumberHistory {
  return world.histories.get(subject) ?? [];
}

export function rememberMoments(world: CommandWorld, outcome: StoreOutcome): void {
  if (outcome === undefined) return;
  if ('retryAtMs' in outcome && outcome.retryAtMs !== null) world.momentsMs.push(outcome.retryAtMs);
  if ('expiresAtMs' in outcome) world.momentsMs.push(outcome.resendAtMs, outcome.expiresAtMs);
}

/** Never back, and never further than a few days: after a year of silence a store may forget a number. */
export function passTime(world: CommandWorld, command: Extract<RandomCommand, { verb: 'pass' | 'pass-until' }>): void {
  const momentMs = command.verb === 'pass' ? world.nowMs + command.durationMs : world.momentsMs.at(-1 - command.back);
  const untilMs = (momentMs ?? 0) + (command.verb === 'pass' ? 0 : command.offsetMs);
  if (untilMs <= world.nowMs + FARTHEST_JUMP_MS) world.nowMs = Math.max(world.nowMs, untilMs);
}

/** `undefined`: there is nothing yet that the command could be about. */
export function requestOf(
  world: CommandWorld,
  command: Exclude<RandomCommand, { verb: 'pass' | 'pass-until' }>,
): StoreRequest | undefined {
  const subject = `${world.prefix}${command.subject}`;
  const history = historyOf(world, subject);
  const call = { subject, nowMs: world.nowMs };
  const challenge = challengeOf(command, history, world.nowMs);
  const other = (purpose: string, isOther: boolean) => (isOther ? `other than ${purpose}` : purpose);
  switch (command.verb) {
    case 'issue':
      return { verb: 'issue', input: { ...call, ...issueInputOf(world, command, history, challenge) } };
    case 'unlock':
      return { verb: 'unlock', input: call };
    case 'refuse': {
      const send = eventsOf(history, 'sent').at(-1 - command.back);
      if (send === undefined) return undefined;
      const { challengeId } = send.challenge;
      return { verb: 'discard', input: { ...call, cause: 'refused', challengeId, sentAtMs: send.atMs } };
    }
  }
  if (challenge === undefined) return undefined;
  const { challengeId, purpose } = challenge;
  switch (command.verb) {
    case 'cancel':
      return { verb: 'discard', input: { ...call, cause: 'cancelled', challengeId } };
    case 'settle':
      return { verb: 'settle', input: { ...call, purpose: other(purpose, command.otherPurpose), challengeId } };
    case 'redeem':
      return {
        verb: 'redeem',
        input: {
          ...call,
          purpose: other(purpose, command.otherPurpose),
          challengeId: command.binding === 'number' ? null : challengeId,
          digests: digestsOf(history, challenge, command.guess),
        },
      };
  }
}

function challengeOf(command: RandomCommand, history: NumberHistory, nowMs: number): Opened | undefined {
  if (!('back' in command)) return undefined;
  const open = 'among' in command && command.among === 'open' ? liveChallenges(history, nowMs) : [];
  return open.at(-1 - (command.back % open.length)) ?? eventsOf(history, 'opened').at(-1 - command.back);
}

type IssueCommand = Extract<RandomCommand, { verb: 'issue' }>;

function issueInputOf(
  world: CommandWorld,
  command: IssueCommand,
  history: NumberHistory,
  challenge: Opened | undefined,
): Omit<IssueInput, 'subject' | 'nowMs'> {
  const { intent, repeatedCode, knownClient, ttlMs, maxAttempts } = command;
  const name = `${world.prefix}r${world.requests}`;
  const isResend = intent === 'resend' && challenge !== undefined;
  const retried = command.isRetry ? retriable(history).at(-1 - command.back) : undefined;
  // A request's name is derived from its purpose, so a retry has the same one.
  const purpose = (isResend ? challenge.purpose : retried?.challenge.purpose) ?? command.purpose;
  const own: readonly LengthDigest[] = [
    { length: 6, digest: `${name} of 6` },
    { length: 8, digest: `${name} of 8` },
  ];
  return {
    purpose,
    challengeId: isResend ? challenge.challengeId : (retried?.requestId ?? name),
    intent,
    repeatedCode,
    keyId: `key of ${name}`,
    salt: `salt of ${name}`,
    digests: command.origin === 'own' ? own : null,
    knownClient,
    ttlMs,
    maxAttempts,
    budget: world.scenario.budget,
  };
}

/** Left open: a retry of a request that is neither the first nor the latest of its challenge. */
function retriable(history: NumberHistory): readonly Sent[] {
  const sends = eventsOf(history, 'sent');
  return sends.filter(
    (send) =>
      send.requestId === send.challenge.challengeId ||
      send === sends.findLast((each) => each.challenge === send.challenge),
  );
}

function digestsOf(history: NumberHistory, challenge: Opened, guess: RandomGuess): readonly string[] | null {
  const right = currentCode(history, challenge).digest ?? 'what only the provider knows';
  switch (guess) {
    case 'right':
      return [right];
    case 'wrong':
      return ['wrong'];
    case 'former':
      return [challenge.code.digest ?? 'wrong'];
    case 'of-another-challenge':
      return [eventsOf(history, 'opened').find((each) => each !== challenge)?.code.digest ?? 'wrong'];
    case 'several':
      return [...Array.from({ length: 15 }, (_, index) => `wrong ${index}`), right];
    case 'ask-provider':
      return null;
  }
}
