/** One JSON object a line, on standard output. Nothing that is logged holds a number or a code. */
import { type Logger, pino, stdTimeFunctions } from 'pino';

export type Log = Logger;

export function createLog(): Log {
  return pino({ base: null, timestamp: stdTimeFunctions.isoTime });
}

/** A path as it may be logged: without its query, and without what might be a number or a code in it. */
export function loggedPath(path: string): string {
  return (path.split('?')[0] ?? '').slice(0, 200).replace(/[0-9]{4,}/g, '…');
}
