/** What is chosen by name. */
export interface Choice<Name extends string> {
  readonly name: Name;
  /** As people call it. */
  readonly title: string;
}

/** Of npm: a package and the range of its versions. */
export type Ranges = Readonly<Record<string, string>>;
