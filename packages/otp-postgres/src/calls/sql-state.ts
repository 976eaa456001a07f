/** The names of faults: of a server's SQLSTATE, or of the system error that kept us from the server. Never its text. */

/** Conditions that an operator can do something about, by the names PostgreSQL gives them. */
const CONDITIONS: Readonly<Record<string, string>> = {
  '25006': 'READ_ONLY_SQL_TRANSACTION',
  '26000': 'INVALID_SQL_STATEMENT_NAME',
  '28000': 'INVALID_AUTHORIZATION',
  '28P01': 'INVALID_PASSWORD',
  '2D000': 'INVALID_TRANSACTION_TERMINATION',
  '3D000': 'DATABASE_DOES_NOT_EXIST',
  '3F000': 'SCHEMA_DOES_NOT_EXIST',
  '40001': 'SERIALIZATION_FAILURE',
  '40P01': 'DEADLOCK_DETECTED',
  '42501': 'INSUFFICIENT_PRIVILEGE',
  '42883': 'FUNCTION_DOES_NOT_EXIST',
  '42P01': 'TABLE_DOES_NOT_EXIST',
  '53100': 'DISK_FULL',
  '53200': 'OUT_OF_MEMORY',
  '53300': 'TOO_MANY_CONNECTIONS',
  '55P03': 'LOCK_NOT_AVAILABLE',
  '57014': 'QUERY_CANCELED',
  '57P01': 'ADMIN_SHUTDOWN',
  '57P02': 'CRASH_SHUTDOWN',
  '57P03': 'CANNOT_CONNECT_NOW',
  XX001: 'DATA_CORRUPTED',
  XX002: 'INDEX_CORRUPTED',
};

/** For all others the first two characters tell enough. */
const CLASSES: Readonly<Record<string, string>> = {
  '08': 'CONNECTION_EXCEPTION',
  '22': 'DATA_EXCEPTION',
  '23': 'INTEGRITY_CONSTRAINT_VIOLATION',
  '25': 'INVALID_TRANSACTION_STATE',
  '28': 'INVALID_AUTHORIZATION',
  '40': 'TRANSACTION_ROLLBACK',
  '42': 'SYNTAX_ERROR_OR_ACCESS_RULE_VIOLATION',
  '53': 'INSUFFICIENT_RESOURCES',
  '54': 'PROGRAM_LIMIT_EXCEEDED',
  '55': 'OBJECT_NOT_IN_PREREQUISITE_STATE',
  '57': 'OPERATOR_INTERVENTION',
  '58': 'SYSTEM_ERROR',
  XX: 'INTERNAL_ERROR',
};

/** The code of an error, of whichever client. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Whether the server said so itself, and the session goes on. */
export function hasSqlState(error: unknown): boolean {
  return /^[0-9A-Z]{5}$/.test(codeOf(error)) && nameOfCode(codeOf(error)) !== '';
}

/** `DISK_FULL`, `ECONNREFUSED`; empty where there is none. */
export function faultNameOf(error: unknown): string {
  const code = codeOf(error);
  const name = nameOfCode(code);
  if (name !== '') return name;
  return /^[A-Z_]{2,40}$/.test(code) ? code : '';
}

function nameOfCode(code: string): string {
  if (code.length !== 5) return '';
  if (Object.hasOwn(CONDITIONS, code)) return CONDITIONS[code] ?? '';
  const first = code.slice(0, 2);
  return Object.hasOwn(CLASSES, first) ? (CLASSES[first] ?? '') : '';
}
