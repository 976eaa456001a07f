/**
 * What the SDK throws: only misconfiguration, a store that fails, and misuse. Everything expected is a value.
 * Errors are told apart by `code` or by `isInstance`, which hold across duplicate copies of this package.
 * The cause of a failure is never attached, at most its name is told: vendors' errors hold credentials and codes.
 */
const BRAND = Symbol.for('countersign.otp-error');

/** Every code an error of this SDK can have. */
export type OtpErrorCode =
  | 'OTP_CONFIGURATION'
  | 'OTP_STORE_UNAVAILABLE'
  | 'OTP_STORE_FULL'
  | 'OTP_MISUSE'
  | 'OTP_MESSAGE'
  | 'OTP_ABORTED'
  | 'OTP_CLOSED';

/** The base of all errors thrown by this SDK. */
export class OtpError extends Error {
  readonly code: OtpErrorCode;

  constructor(code: OtpErrorCode, message: string) {
    super(message);
    // Written out, as bundlers rename classes.
    this.name = `OtpError [${code}]`;
    this.code = code;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** True for an `OtpError` of any copy of this package. */
  static isInstance(value: unknown): value is OtpError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

/** Classes are told apart by the codes they have. */
function withCode<Kind extends OtpError>(...codes: readonly OtpErrorCode[]) {
  return (value: unknown): value is Kind => OtpError.isInstance(value) && codes.includes(value.code);
}

/** One thing that is wrong with the options. */
export interface ConfigurationProblem {
  /** Path of the option, for example `policy.ttlMs`. */
  readonly option: string;
  /** What is wrong and what would be right. Never the value of a secret. */
  readonly message: string;
}

/** Options that make no sense. Thrown at construction, with every problem at once. */
export class OtpConfigurationError extends OtpError {
  readonly problems: readonly ConfigurationProblem[];

  constructor(subject: string, problems: readonly ConfigurationProblem[]) {
    super(
      'OTP_CONFIGURATION',
      `${subject}: ${problems.map((problem) => `${problem.option} ${problem.message}`).join('; ')}`,
    );
    this.problems = problems;
  }

  static override isInstance = withCode<OtpConfigurationError>('OTP_CONFIGURATION');
}

/** A store or a limiter that cannot answer. Nothing was allowed. */
export class OtpStoreError extends OtpError {
  declare readonly code: 'OTP_STORE_UNAVAILABLE' | 'OTP_STORE_FULL';
  /** Name of what went wrong, for an operator: `ECONNREFUSED`, `READONLY`; capital letters and underscores. */
  readonly fault: string | undefined;

  constructor(code: OtpStoreError['code'], message: string, fault?: string) {
    super(code, message);
    this.fault = fault;
  }

  static override isInstance = withCode<OtpStoreError>('OTP_STORE_UNAVAILABLE', 'OTP_STORE_FULL');
}

/** A call that the calling code got wrong, for example a purpose that is not a string. */
export class OtpMisuseError extends OtpError {
  constructor(message: string) {
    super('OTP_MISUSE', message);
  }

  static override isInstance = withCode<OtpMisuseError>('OTP_MISUSE');
}

/** A message that must not be sent as composed, for example one with a control character in a variable. */
export class OtpMessageError extends OtpError {
  constructor(message: string) {
    super('OTP_MESSAGE', message);
  }

  static override isInstance = withCode<OtpMessageError>('OTP_MESSAGE');
}

/** The caller's `signal` was aborted. */
export class OtpAbortedError extends OtpError {
  constructor() {
    super('OTP_ABORTED', 'The call was aborted by its signal.');
  }

  static override isInstance = withCode<OtpAbortedError>('OTP_ABORTED');
}

/** The engine was closed before the call. */
export class OtpClosedError extends OtpError {
  constructor() {
    super('OTP_CLOSED', 'The engine is closed; create a new one.');
  }

  static override isInstance = withCode<OtpClosedError>('OTP_CLOSED');
}
