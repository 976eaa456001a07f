/** A port of a client of `redis` (node-redis): of `createClient`, `createCluster` or `createSentinel`. */
import type { RedisPort, ScriptArgument } from './redis-port.ts';

interface ScriptOptions {
  readonly keys: string[];
  readonly arguments: ScriptArgument[];
}

/** What is used of such a client. */
export interface NodeRedisLikeClient {
  readonly isOpen: boolean;
  /** A cluster of version 5 has none. */
  readonly isReady?: boolean;
  connect(): Promise<unknown>;
  destroy(): unknown;
  withCommandOptions(options: { readonly typeMapping: object; readonly timeout: number }): unknown;
  info?(): Promise<string>;
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
  /** A cluster has these two. */
  readonly masters?: readonly object[];
  nodeClient?(node: object): unknown;
}

/** The same client with the options that scripts are run with. */
interface ScriptingClient {
  evalSha(sha: string, options: ScriptOptions): Promise<unknown>;
  eval(source: string, options: ScriptOptions): Promise<unknown>;
}

const STATE_EVENTS = ['ready', 'connect', 'end', 'disconnect', 'terminated'];
/** The first byte of a bulk string on the wire, by which the client is told what to make of it. */
const BULK_STRING = 36;

export function isNodeRedisLike(client: object): client is NodeRedisLikeClient {
  return 'withCommandOptions' in client && typeof client.withCommandOptions === 'function' && 'isOpen' in client;
}

/**
 * A cluster does not tell when one of its nodes is away, so there a command may wait in a queue: then the client drops
 * it at the deadline. For a single connection that would be a timer too many: it is only used while it is ready.
 */
export function createNodeRedisPort(client: NodeRedisLikeClient, commandTimeoutMs: number): RedisPort {
  const timeout = client.masters === undefined ? 0 : commandTimeoutMs;
  const scripting = client.withCommandOptions({ typeMapping: { [BULK_STRING]: Buffer }, timeout }) as ScriptingClient;
  return {
    isReady: () => client.isReady ?? client.isOpen,
    isClosed: () => !client.isOpen,
    // One that nobody has connected stays as it is: it would be ours to close.
    wake() {},
    onChange(callback) {
      for (const event of STATE_EVENTS) client.on(event, callback);
      return () => {
        for (const event of STATE_EVENTS) client.off(event, callback);
      };
    },
    runKnown: ({ sha }, key, args) => scripting.evalSha(sha, { keys: [key], arguments: args as ScriptArgument[] }),
    runSource: ({ source }, key, args) => scripting.eval(source, { keys: [key], arguments: args as ScriptArgument[] }),
    describeServers: () => describeServers(client),
    disconnect() {
      client.destroy();
    },
  };
}

async function describeServers(client: NodeRedisLikeClient): Promise<readonly string[]> {
  const nodes = await Promise.all((client.masters ?? []).map((master) => client.nodeClient?.(master)));
  const clients = client.masters === undefined ? [client] : (nodes as NodeRedisLikeClient[]);
  return Promise.all(clients.map(async (each) => String((await each.info?.()) ?? '')));
}
