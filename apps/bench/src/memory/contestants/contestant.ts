/** Whoever issues a code and checks it. */
export interface Contestant {
  readonly name: string;
  /**
   * A code is requested, read out of what was sent and verified.
   * @throws Error when anything but success comes out, so that nobody is fast by refusing
   */
  cycle(): Promise<void>;
  /** Opens challenges that nobody verifies, and that outlive the measurement. */
  fill(count: number): Promise<void>;
}
