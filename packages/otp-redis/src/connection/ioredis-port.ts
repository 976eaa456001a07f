/** A port of a client of `ioredis` or `iovalkey`: `Redis` (with Sentinels too) or `Cluster`. */
import { hasOption, reconnectsOnUnknownScript } from './ioredis-options.ts';
import type { RedisPort, ScriptArgument } from './redis-port.ts';

/** What is used of such a client. */
export interface IoredisLikeClient {
  readonly status: string;
  connect(): Promise<unknown>;
  disconnect(): void;
  callBuffer(command: string, args: ScriptArgument[]): Promise<unknown>;
  info(): Promise<string>;
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
  /** The socket of a single connection. */
  readonly stream?: { cork(): void; uncork(): void };
  nodes?(role: 'master'): readonly Pick<IoredisLikeClient, 'info'>[];
  pipeline?(): IoredisPipelineLike;
  createBuiltinCommand?(command: string): unknown;
  readonly options?: object;
}

/** What is used of a pipeline of such a client. */
export interface IoredisPipelineLike {
  callBuffer(command: string, args: ScriptArgument[]): unknown;
  exec(): Promise<readonly (readonly [error: Error | null, reply: unknown])[] | null>;
}

/** Commands that travel together. */
const MOST_GATHERED = 16;
const STATE_EVENTS = ['ready', 'end'];

export function isIoredisLike(client: object): client is IoredisLikeClient {
  return 'callBuffer' in client && typeof client.callBuffer === 'function' && 'status' in client;
}

export function createIoredisPort(client: IoredisLikeClient): RedisPort {
  const isPipelining = hasOption(client, 'enableAutoPipelining');
  const isNumberless = hasOption(client, 'stringNumbers');
  const isAlwaysSource = reconnectsOnUnknownScript(client);
  let corked: IoredisLikeClient['stream'];
  let gathered = 0;

  function uncork(): void {
    corked?.uncork();
    corked = undefined;
    gathered = 0;
  }

  /**
   * The client writes each command to its socket by a system call of its own, which at many calls at once is most of
   * what a call costs. So what is sent in one turn of the event loop is gathered; not all of it, as the server would
   * idle until the turn ends.
   */
  function gatherWrites(): void {
    if (gathered >= MOST_GATHERED) uncork();
    gathered += 1;
    if (corked !== undefined || client.stream === undefined) return;
    corked = client.stream;
    corked.cork();
    process.nextTick(uncork);
  }

  /**
   * A client that pipelines by itself loses the name of a command that it is not made for, and throws where nobody can
   * catch it. In a pipeline of its own the command is sent as it is, to the node that its key is on.
   */
  async function runInPipeline(command: string, args: ScriptArgument[]): Promise<unknown> {
    const pipeline = client.pipeline?.();
    pipeline?.callBuffer(command, args);
    const [[error, reply] = [new Error('CONNECTION_LOST'), null]] = (await pipeline?.exec()) ?? [];
    if (error !== null) throw error;
    return reply;
  }

  function call(command: string, args: ScriptArgument[]): Promise<unknown> {
    if (isPipelining) return runInPipeline(command, args);
    gatherWrites();
    return client.callBuffer(command, args);
  }

  function run(command: string, script: string, key: string, args: readonly ScriptArgument[]): Promise<unknown> {
    const reply = call(command, [script, '1', key, ...args]);
    return isNumberless ? reply.then(withNumbers) : reply;
  }

  return {
    isReady: () => client.status === 'ready',
    isClosed: () => client.status === 'end',
    wake() {
      // What goes wrong shows as a state, and as an `error` event to whoever made the client.
      if (client.status === 'wait') client.connect().catch(() => {});
    },
    onChange(callback) {
      for (const event of STATE_EVENTS) client.on(event, callback);
      return () => {
        for (const event of STATE_EVENTS) client.off(event, callback);
      };
    },
    runKnown: ({ sha, source }, key, args) =>
      isAlwaysSource ? run('eval', source, key, args) : run('evalsha', sha, key, args),
    runSource: ({ source }, key, args) => run('eval', source, key, args),
    describeServers: () => Promise.all((client.nodes?.('master') ?? [client]).map((node) => node.info())),
    disconnect: () => client.disconnect(),
  };
}

/** Texts in our replies are bytes: what comes as a text was a number. */
function withNumbers(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(withNumbers);
  return typeof reply === 'string' ? Number(reply) : reply;
}
