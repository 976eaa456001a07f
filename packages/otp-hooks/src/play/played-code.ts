/** One code that a platform wants sent, and one call about it. Types only. */
export interface PlayedCode {
  /** E.164; platforms that leave out the plus do so here, too. */
  readonly phoneNumber: string;
  readonly code: string;
  /**
   * Names this send: the user's request or the platform's event. A retry has the same, a person's own resend another.
   * @defaultValue 'request-1'
   */
  readonly sendId?: string;
  /** @defaultValue 'user-1' */
  readonly userId?: string;
  /** @defaultValue 'en-US' */
  readonly locale?: string;
  /** Of the person's device. @defaultValue '203.0.113.7' */
  readonly clientAddress?: string;
  /** The platform's own text. @defaultValue 'Your code is …' */
  readonly text?: string;
  /** Of the code. @defaultValue 10 */
  readonly lifeMinutes?: number;
  /** When the platform made the code, in milliseconds since the epoch. @defaultValue now */
  readonly madeAtMs?: number;
}

/** One HTTP call of a platform. */
export interface HookCall {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
