/** What a person is told of a failure, and the buttons that those sentences name. `{…}` is filled in. */
export interface OtpClientWords {
  /** Button: the same code once more. */
  readonly sendAgain: string;
  /** Button: a new code for the same number, once the old one is dead. */
  readonly sendNewCode: string;
  /** Button: back to the number. */
  readonly edit: string;
  readonly invalidNumber: string;
  readonly numberNotAllowed: string;
  readonly notSent: string;
  /** `{attemptsLeft}` */
  readonly wrongCode: string;
  /** `{sendNewCode}` */
  readonly lastTry: string;
  /** `{sendNewCode}` */
  readonly codeIsOver: string;
  readonly noCode: string;
  /** `{sendNewCode}` */
  readonly notChecked: string;
  /** `{when}` */
  readonly sentJustNow: string;
  /** `{when}` */
  readonly tooManyCodes: string;
  /** `{when}` */
  readonly tooManyRequests: string;
  /** `{when}` */
  readonly locked: string;
  readonly lockedForGood: string;
  /** `{when}` */
  readonly unavailable: string;
  readonly unreachable: string;
  readonly somethingWrong: string;
}

/** Words by BCP 47 tags. */
export type OtpClientLanguages = Readonly<Record<string, OtpClientWords>>;

export const ENGLISH: OtpClientWords = {
  sendAgain: 'Send again',
  sendNewCode: 'Send a new code',
  edit: 'Edit',
  invalidNumber: 'That is not a phone number. Check the country and the digits.',
  numberNotAllowed: 'We cannot send codes to this number. Please use another one.',
  notSent: 'The code could not be sent. Check the number, or use another one.',
  wrongCode: 'That is not the code. Tries left: {attemptsLeft}.',
  lastTry: 'That is not the code, and it was the last try. Use “{sendNewCode}”.',
  codeIsOver: 'This code is no longer valid. Use “{sendNewCode}”.',
  noCode: 'That is not a code. Type the digits from the message.',
  notChecked: 'We could not check the code. Try it once more, or use “{sendNewCode}”.',
  sentJustNow: 'A code was sent a moment ago. You can send again {when}.',
  tooManyCodes: 'Too many codes were sent to this number. Try again {when}, or use another number.',
  tooManyRequests: 'Too many tries. Please try again {when}.',
  locked: 'Too many wrong codes for this number. Try again {when}.',
  lockedForGood: 'This number is locked after too many wrong codes. Please contact us.',
  unavailable: 'Messages cannot be sent right now. Please try again {when}.',
  unreachable: 'We cannot be reached. Check your connection and try again.',
  somethingWrong: 'Something went wrong on our side. Please try again.',
};
