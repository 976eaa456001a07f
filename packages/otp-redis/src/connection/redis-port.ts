/** What this package needs of a Redis client, whichever it is. One file each makes it of an `ioredis` or a `redis` client. */

import type { Script } from '../scripts/define-script.ts';

/** A text is sent as UTF-8, bytes as they are. */
export type ScriptArgument = string | Buffer;

export interface RedisPort {
  /** Whether a command sent now goes out now, rather than into a queue that nobody watches. */
  isReady(): boolean;
  /** Whether it will never be ready again, or not unless somebody connects it. */
  isClosed(): boolean;
  /** Has a client that connects on first use do so. */
  wake(): void;
  /** Calls back whenever the state may have changed. Returns how to stop that. */
  onChange(callback: () => void): () => void;
  /** EVALSHA. Texts in the reply are bytes. */
  runKnown(script: Script, key: string, args: readonly ScriptArgument[]): Promise<unknown>;
  /** EVAL, after which the server knows the script. */
  runSource(script: Script, key: string, args: readonly ScriptArgument[]): Promise<unknown>;
  /** INFO of every server that is written to. */
  describeServers(): Promise<readonly string[]>;
  /** Ends the connections, whatever is under way. Only called for a client that this package made. */
  disconnect(): void;
}
