/** What a vendor remembers: the oldest goes first, as a run of tests may begin many things and come back to few. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #max: number;

  constructor(max: number) {
    super();
    this.#max = max;
  }

  override set(key: Key, value: Value): this {
    super.set(key, value);
    const [oldest] = this.keys();
    if (this.size > this.#max && oldest !== undefined) this.delete(oldest);
    return this;
  }
}

/** How many of a kind each twin remembers. */
export const MAX_REMEMBERED = 10_000;
