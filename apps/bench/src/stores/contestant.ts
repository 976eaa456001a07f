/** Whoever issues a code and checks it, several at once. */
export interface Contestant {
  readonly name: string;
  /**
   * A code is requested, read out of what was sent and verified.
   * @param worker whose turn it is, from 0: those at once have different ones
   * @throws Error when anything but success comes out, so that nobody is fast by refusing
   */
  cycle(worker: number): Promise<void>;
}
