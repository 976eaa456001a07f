/** Looks at the server once, behind the first reply, and tells what endangers counters. No call waits for it. */
import type { RedisWarning } from '../redis-warning.ts';
import type { RedisPort } from './redis-port.ts';
import { nameFault } from './store-fault.ts';

export interface ServerWatch {
  onReply(port: RedisPort): void;
  onFault(fault: string): void;
  onMissingLibrary(message: string): void;
}

/** Replies of a server that does not tell about itself, at all or to this user. */
const REFUSALS = ['NOPERM', 'ERR'];
/** Replies to EVALSHA where the user may not run scripts. */
const NO_SCRIPTS = ['NOPERM'];

export function createServerWatch(onWarning: ((warning: RedisWarning) => void) | null): ServerWatch {
  const warn = onWarning ?? emitWarning;
  const told = new Set<string>();
  let isLookedAt = false;

  function tell(warning: RedisWarning): void {
    if (told.has(warning.type)) return;
    told.add(warning.type);
    try {
      const warned: unknown = warn(warning);
      if (warned instanceof Promise) warned.catch(() => {});
    } catch {
      // A listener's fault, at once or later, is not the request's.
    }
  }

  async function look(port: RedisPort): Promise<void> {
    try {
      const servers = await port.describeServers();
      for (const information of servers) warningsAbout(information).forEach(tell);
    } catch (error) {
      // A refusal is an answer; after anything else the next reply is an occasion to look again.
      if (REFUSALS.includes(nameFault(error))) tell(unknownPolicy());
      else isLookedAt = false;
    }
  }

  return {
    onReply(port) {
      if (isLookedAt) return;
      isLookedAt = true;
      void look(port);
    },
    onFault(fault) {
      if (!NO_SCRIPTS.includes(fault)) return;
      const message = 'Redis does not let this user run scripts: allow EVALSHA, EVAL, GET, SET and TIME.';
      tell({ type: 'scripts-not-allowed', message });
    },
    onMissingLibrary(message) {
      tell({ type: 'client-library-missing', message });
    },
  };
}

function warningsAbout(information: string): readonly RedisWarning[] {
  const field = (name: string) => new RegExp(`^${name}:([\\w.-]{1,40})`, 'm').exec(information)?.[1];
  const version = field('redis_version');
  const policy = field('maxmemory_policy');
  return [
    ...(version !== undefined && isOlderThan62(version) ? [tooOld(version)] : []),
    ...(policy === undefined ? [unknownPolicy()] : policy === 'noeviction' ? [] : [evicting(policy)]),
  ];
}

function isOlderThan62(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 6 || (major === 6 && minor < 2);
}

function tooOld(version: string): RedisWarning {
  return { type: 'server-too-old', version, message: `Redis ${version} is older than 6.2, the oldest that is tested.` };
}

function evicting(policy: string): RedisWarning {
  const message = `Redis may evict counters, which resets limits (maxmemory-policy ${policy}): set noeviction.`;
  return { type: 'evicting-policy', policy, message };
}

function unknownPolicy(): RedisWarning {
  const message = 'Redis does not show its maxmemory-policy: make sure that it is noeviction.';
  return { type: 'unknown-policy', message };
}

function emitWarning({ type, message }: RedisWarning): void {
  process.emitWarning(message, { type: 'CountersignRedisWarning', code: type });
}
