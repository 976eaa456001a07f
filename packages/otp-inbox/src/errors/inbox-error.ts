/**
 * What the inbox throws: wrong options, a port that cannot be had, a message that did not come.
 * Told apart by `code` or by `isInstance`, which hold across duplicate copies of this package.
 * No error says a number, a text, a code or a token: test output ends up in build logs.
 */
const BRAND = Symbol.for('countersign.inbox-error');

/** Every code an error of the inbox can have. */
export type InboxErrorCode =
  | 'INBOX_CONFIGURATION'
  | 'INBOX_PRODUCTION'
  | 'INBOX_PORT_TAKEN'
  | 'INBOX_LISTEN_FAILED'
  | 'INBOX_NOT_LISTENING'
  | 'INBOX_CLOSED'
  | 'INBOX_FILE'
  | 'INBOX_MISUSE'
  | 'INBOX_NO_MESSAGE'
  | 'INBOX_TOO_MANY_WAITERS';

/** The base of all errors thrown by the inbox. */
export class InboxError extends Error {
  readonly code: InboxErrorCode;

  constructor(code: InboxErrorCode, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** True for an `InboxError` of any copy of this package. */
  static isInstance(value: unknown): value is InboxError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

/** One thing that is wrong with the options. */
export interface InboxConfigurationProblem {
  /** Name of the option, for example `port`. */
  readonly option: string;
  /** What is wrong and what would be right. Never the value of the token. */
  readonly message: string;
}

/** Options that make no sense. Thrown by `createInbox`, with every problem at once. */
export class InboxConfigurationError extends InboxError {
  readonly problems: readonly InboxConfigurationProblem[];

  constructor(problems: readonly InboxConfigurationProblem[]) {
    super('INBOX_CONFIGURATION', `Inbox: ${problems.map(({ option, message }) => `${option} ${message}`).join('; ')}`);
    this.problems = problems;
  }
}
