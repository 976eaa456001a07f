/** Turns whatever a client rejects with into an error of ours: the fault by its name, never the client's own words. */
import { OtpError, OtpStoreError } from '@countersign/otp-core/adapter';
import { poolerFaultOf } from './pooler-fault.ts';
import { codeOf, faultNameOf } from './sql-state.ts';

/** What is not there is not there yet, or of another version. */
const NOT_MIGRATED = ['42883', '42P01', '3F000', '42704'];

export function storeFaultOf(error: unknown): OtpError {
  if (OtpError.isInstance(error)) return error;
  const code = codeOf(error);
  const pooler = poolerFaultOf(code, error instanceof Error ? error.message : '');
  if (pooler !== undefined) return unavailable(`${pooler.message} (${pooler.fault}).`, pooler.fault);
  const name = faultNameOf(error);
  const named = name === '' ? '' : ` (${name})`;
  if (code === '53100') return new OtpStoreError('OTP_STORE_FULL', `PostgreSQL is out of space${named}.`);
  if (NOT_MIGRATED.includes(code)) {
    return unavailable(
      `The database does not have the tables and functions of this version: run migrate()${named}. Nothing was counted.`,
      name,
    );
  }
  if (code === 'XX001' || code.startsWith('22')) return unavailable(`A record cannot be read${named}.`, name);
  return unavailable(`PostgreSQL could not answer${named}.`, name);
}

export function unavailable(message: string, fault = ''): OtpStoreError {
  return new OtpStoreError('OTP_STORE_UNAVAILABLE', message, fault === '' ? undefined : fault);
}
