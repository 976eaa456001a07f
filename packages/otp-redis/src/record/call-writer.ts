/**
 * Writes what a script is called with as one argument of bytes: each argument more costs the client and the server
 * about as much as a step of the script. Fields have an order and no names, see the format beside each script.
 */
import { randomBytes } from 'node:crypto';
import { MOST_SECRETS, OtpMisuseError } from '@countersign/otp-core/adapter';
import { NO_MOMENT } from '../scripts/moment-lua.ts';
import { checkText, ENGINE_NAME, PACKED_LENGTH, PLAIN_END } from './names.ts';

/** Characters of a call's name: six random ones tell processes apart, four count. */
export const CALL_NAME_LENGTH = 10;
const PROCESS_NAME_LENGTH = 6;
const CALLS_PER_PROCESS_NAME = 64 ** (CALL_NAME_LENGTH - PROCESS_NAME_LENGTH);
const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

/** Room for sixteen digests and all names at their longest. */
const LONGEST_CALL = 8192;

export interface CallWriter {
  /** A new call, under a name that no other call has: a command that a client sends again is known by it. */
  begin(nowMs: number | null): CallWriter;
  byte(value: number): CallWriter;
  /** Milliseconds, up to seven weeks. */
  duration(value: unknown, field: string): CallWriter;
  /** Milliseconds since the epoch; `null`: none, or the server's time. */
  moment(value: number | null, field: string): CallWriter;
  /** As it is. @throws OtpMisuseError */
  text(value: unknown, field: string): CallWriter;
  /** Packed where the engine made it. @throws OtpMisuseError */
  name(value: unknown, field: string): CallWriter;
  count(values: readonly unknown[], field: string): CallWriter;
  finish(): Buffer;
}

export function createCallWriter(): CallWriter {
  const bytes = Buffer.allocUnsafe(LONGEST_CALL);
  let calls = 0;
  let end = 0;

  function writeCallName(): void {
    if (calls === 0) {
      // Counted out, or new: in either case not the names of before.
      bytes.write(randomBytes(9).toString('base64url'), 0, PROCESS_NAME_LENGTH, 'latin1');
    }
    for (let place = PROCESS_NAME_LENGTH, shift = 18; shift >= 0; place += 1, shift -= 6) {
      bytes[place] = ALPHABET[(calls >> shift) & 63] ?? 0;
    }
    calls = (calls + 1) % CALLS_PER_PROCESS_NAME;
    end = CALL_NAME_LENGTH;
  }

  const writer: CallWriter = {
    begin(nowMs) {
      writeCallName();
      return writer.moment(nowMs, 'nowMs');
    },
    byte(value) {
      bytes[end] = value;
      end += 1;
      return writer;
    },
    duration(value, field) {
      if (!isWhole(value, 0xffff_ffff)) throw new OtpMisuseError(`${field} must be whole milliseconds, not negative.`);
      end = bytes.writeUInt32BE(value, end);
      return writer;
    },
    moment(value, field) {
      if (value !== null && !isWhole(value, NO_MOMENT - 1)) {
        throw new OtpMisuseError(`${field} must be whole milliseconds since the epoch.`);
      }
      end = bytes.writeUIntBE(value ?? NO_MOMENT, end, 6);
      return writer;
    },
    text(value, field) {
      const length = bytes.write(checkText(value, field), end + 1, 'utf8');
      bytes[end] = length;
      end += 1 + length;
      return writer;
    },
    name(value, field) {
      if (typeof value !== 'string' || !ENGINE_NAME.test(value)) {
        const start = end;
        writer.text(value, field).byte(PLAIN_END);
        bytes[start] = end - start - 1;
        return writer;
      }
      // 22 characters are 16.5 bytes: the rest of the last one becomes zero.
      bytes.write(`${value}AA`, end + 1, 'base64url');
      bytes[end] = PACKED_LENGTH;
      end += 1 + PACKED_LENGTH;
      return writer;
    },
    count(values, field) {
      if (values.length > MOST_SECRETS) throw new OtpMisuseError(`${field} must be ${MOST_SECRETS} at most.`);
      return writer.byte(values.length);
    },
    finish() {
      // A copy: a client may keep it until its connection is back.
      const call = Buffer.allocUnsafe(end);
      bytes.copy(call, 0, 0, end);
      return call;
    },
  };
  return writer;
}

function isWhole(value: unknown, largest: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largest;
}
