/**
 * What a client's error becomes: an `OtpStoreError` with the fault's name and words of ours. The error itself is left
 * behind: clients attach the command with its key and arguments, and a server may quote them.
 */
import { OtpStoreError } from '@countersign/otp-core/adapter';

/** A name that holds no digits holds no number. */
const NAME = /^[A-Z][A-Z_]{1,39}$/;
/** An error of the script itself, above all that its user may not run one of its commands. */
const SCRIPT_ERROR = /user_script/;
/** Before version 7 a server reports a command that failed within a script behind words about the script. */
const FAILED_IN_SCRIPT = /@user_script: ?\d+: -?([A-Z][A-Z_]{1,39}) /;

export function isUnknownScript(error: unknown): boolean {
  return firstWord(messageOf(error)) === 'NOSCRIPT';
}

export function createStoreError(fault: string): OtpStoreError {
  return fault === 'OOM'
    ? new OtpStoreError('OTP_STORE_FULL', 'Redis is out of memory (OOM).')
    : new OtpStoreError('OTP_STORE_UNAVAILABLE', `Redis could not answer (${fault}).`, fault);
}

/** The name of what went wrong, for example `ECONNREFUSED`, `READONLY`, `NOAUTH`; letters only. */
export function nameFault(error: unknown): string {
  const message = messageOf(error);
  const reply = firstWord(message);
  if (reply === 'ERR')
    return FAILED_IN_SCRIPT.exec(message)?.[1] ?? (SCRIPT_ERROR.test(message) ? 'SCRIPT_FAILED' : 'ERR');
  if (NAME.test(reply)) return reply;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && NAME.test(code)) return code;
  return nameOfClass(error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

function firstWord(message: string): string {
  return message.replace(/^-/, '').split(' ', 1)[0] ?? '';
}

/** `SocketClosedUnexpectedlyError` as `SOCKET_CLOSED_UNEXPECTEDLY`. */
function nameOfClass(error: unknown): string {
  const className = error instanceof Error ? error.constructor.name : '';
  const name = className
    .replace(/Error$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toUpperCase();
  return NAME.test(name) ? name : 'CONNECTION_LOST';
}
