/** What the options of an injected `ioredis` client mean for the commands that this package sends. */
import type { IoredisLikeClient } from './ioredis-port.ts';

type Options = Readonly<Record<string, unknown>>;

/** Of a Cluster, those of its nodes come second. */
function optionsOf(client: IoredisLikeClient): readonly Options[] {
  const own: Options = { ...client.options };
  const { redisOptions } = own;
  return typeof redisOptions === 'object' && redisOptions !== null ? [own, redisOptions as Options] : [own];
}

/** Whether an option is on. */
export function hasOption(client: IoredisLikeClient, name: string): boolean {
  return optionsOf(client).some((options) => options[name] === true);
}

/** A client that connects anew, and sends again, wherever a server does not know a script would do so for ever. */
export function reconnectsOnUnknownScript(client: IoredisLikeClient): boolean {
  return optionsOf(client).some(({ reconnectOnError }) => {
    if (typeof reconnectOnError !== 'function') return false;
    try {
      return Boolean(reconnectOnError(new Error('NOSCRIPT No matching script. Please use EVAL.')));
    } catch {
      return true;
    }
  });
}

/** What a command of the library has, once it is made and before it is sent. */
interface MadeCommand {
  readonly args: readonly unknown[];
  transformReply(reply: unknown): unknown;
}

type MakeCommand = (this: object, ...args: readonly string[]) => MadeCommand;

const COMMANDS = ['evalsha', 'eval'];
const ARGUMENTS = ['script', '1', 'key'];

/**
 * Transformers are set for a command of all clients, and nothing of a client tells of them. So a command is made, sent
 * nowhere, and asked what became of its arguments and what becomes of a reply.
 */
export function findTransformedCommand(client: IoredisLikeClient): string | undefined {
  return COMMANDS.find((name) => {
    try {
      const { buffer } = (client.createBuiltinCommand?.(name) ?? {}) as { readonly buffer: MakeCommand };
      const command = buffer.call({ options: {}, sendCommand: (made: MadeCommand) => made }, ...ARGUMENTS);
      const reply = [1, Buffer.from('1')];
      return !isSame(command.args, ARGUMENTS) || !isSame(command.transformReply(reply), reply);
    } catch {
      // A library that is built differently is asked when it is used.
      return false;
    }
  });
}

function isSame(actual: unknown, expected: readonly unknown[]): boolean {
  return (
    Array.isArray(actual) && actual.length === expected.length && actual.every((each, at) => each === expected[at])
  );
}
