/** A port of a client of `ioredis` or `iovalkey`: `Redis` (with Sentinels too) or `Cluster`. */
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
}

/** Commands that travel together. */
const MOST_GATHERED = 16;
const STATE_EVENTS = ['ready', 'end'];

export function isIoredisLike(client: object): client is IoredisLikeClient {
  return 'callBuffer' in client && typeof client.callBuffer === 'function' && 'status' in client;
}

export function createIoredisPort(client: IoredisLikeClient): RedisPort {
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

  function run(command: string, script: string, key: string, args: readonly ScriptArgument[]): Promise<unknown> {
    gatherWrites();
    return client.callBuffer(command, [script, '1', key, ...args]);
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
    runKnown: (sha, key, args) => run('evalsha', sha, key, args),
    runSource: (source, key, args) => run('eval', source, key, args),
    describeServers: () => Promise.all((client.nodes?.('master') ?? [client]).map((node) => node.info())),
    disconnect: () => client.disconnect(),
  };
}
