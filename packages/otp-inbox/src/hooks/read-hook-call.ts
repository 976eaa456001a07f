/** Checks what is to be played, wherever it comes from. No sentence repeats a credential, a number or a code. */
import { randomInt } from 'node:crypto';
import { createSmsSender, OtpConfigurationError } from '@countersign/otp-core';
import { createMemoryOnceStore } from '@countersign/otp-core/memory';
import { createSendHook, type PlatformOptions } from '@countersign/otp-hooks';
import { isListedHost } from '../http/host-names.ts';
import { isLoopbackHostName } from '../http/loopback.ts';
import { parsePhoneNumber } from '../messages/phone-number.ts';
import type { CheckedHookCall, InboxHookRepeat } from './hook-play.ts';

export type ReadHookCall =
  | { readonly status: 'read'; readonly call: CheckedHookCall }
  /** A sentence without its subject, such as `has no url`. */
  | { readonly status: 'refused'; readonly problem: string };

/** Whom the inbox may call. */
export interface HookTargets {
  /** Whether this machine is one: not where others can reach the inbox, as it is they who would reach this machine. */
  readonly loopback: 'allowed' | 'refused';
  readonly hosts: readonly string[];
}

const FIELDS = ['platform', 'secret', 'authorization', 'mapping', 'url', 'to', 'code', 'repeat', 'pauseMs'];
const REPEATS: readonly InboxHookRepeat[] = ['once', 'as-platform', 'always'];
const LONGEST_URL = 2_048;

export function readHookCall(value: unknown, targets: HookTargets): ReadHookCall {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('must be an object');
  const given: Readonly<Record<string, unknown>> = { ...value };
  const unknown = Object.keys(given).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return refuse(`has a field that is not known; known are ${FIELDS.join(', ')}`);
  const { repeat = 'as-platform', pauseMs = null, code = String(randomInt(1_000_000)).padStart(6, '0') } = given;
  const url = readUrl(given.url);
  if (url === null) return refuse('needs a url that starts with http:// or https://, without a user and a password');
  if (!isAllowed(url, targets)) return refuse(describeBlocked(targets));
  const to = parsePhoneNumber(given.to);
  if (to === null) return refuse('needs to, a number in E.164 form such as +15550100123');
  if (typeof code !== 'string' || !/^[0-9]{4,10}$/.test(code)) return refuse('has a code that is not 4 to 10 digits');
  if (!isRepeat(repeat)) return refuse(`has a repeat that is none of ${REPEATS.join(', ')}`);
  if (
    pauseMs !== null &&
    !(typeof pauseMs === 'number' && Number.isInteger(pauseMs) && pauseMs >= 0 && pauseMs <= 10_000)
  ) {
    return refuse('has a pauseMs that is no whole number from 0 to 10000');
  }
  const { platform: name, secret, authorization, mapping } = given;
  const platform = Object.fromEntries(
    Object.entries({ platform: name, secret, authorization, mapping }).filter(([, each]) => each !== undefined),
  );
  const problem = problemOf(platform);
  if (problem !== null) return refuse(problem);
  return { status: 'read', call: { url, platform: platform as unknown as PlatformOptions, to, code, repeat, pauseMs } };
}

function refuse(problem: string): ReadHookCall {
  return { status: 'refused', problem };
}

function isRepeat(value: unknown): value is InboxHookRepeat {
  return REPEATS.some((each) => each === value);
}

function readUrl(value: unknown): URL | null {
  if (typeof value !== 'string' || value.length > LONGEST_URL || !URL.canParse(value)) return null;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null;
}

function isAllowed({ hostname }: URL, { loopback, hosts }: HookTargets): boolean {
  return (loopback === 'allowed' && isLoopbackHostName(hostname)) || isListedHost(hosts, hostname);
}

function describeBlocked({ loopback }: HookTargets): string {
  return loopback === 'allowed'
    ? 'names another machine: the option hookHosts allows it'
    : 'names a host that hookHosts does not allow: an inbox that others can reach calls no other';
}

/** The hook's own check of the same options: a platform that a hook could not be made for is not played. */
function problemOf(platform: object): string | null {
  const sender = createSmsSender({ send: async () => {} });
  try {
    const parts = { sender, once: createMemoryOnceStore(), keySecret: 'only for a check that sends nothing at all' };
    createSendHook({ ...parts, ...(platform as PlatformOptions) });
    return null;
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    return `is not right: ${error.problems.map(({ option, message }) => `${option} ${message}`).join('; ')}`;
  }
}
