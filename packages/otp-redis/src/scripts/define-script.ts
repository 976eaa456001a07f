/** A Lua script and the name that a server knows it by once it has seen it. */
import { createHash } from 'node:crypto';

export interface Script {
  readonly source: string;
  /** SHA-1 of the source, in hexadecimal, as EVALSHA wants it. */
  readonly sha: string;
}

export function defineScript(source: string): Script {
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}
