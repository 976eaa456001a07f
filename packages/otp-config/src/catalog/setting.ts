import type { Shape } from './shape.ts';

/** One thing that a deployment can set: as an option in code, or as a variable of the environment. */
export interface Setting<Option extends string = string> {
  /** Path of the option, within its provider or within the settings. */
  readonly option: Option;
  readonly variable: string;
  /** A secret is never printed, not even in part. */
  readonly disclosure: 'secret' | 'public';
  readonly need: 'required' | 'optional';
  readonly shape: Shape;
  /** What it is, as a phrase: `the account`. */
  readonly about: string;
  /** Where a person finds it; empty where it is their own choice. */
  readonly source: string;
  /** Stands in `.env.example`. Empty: to be filled in. */
  readonly example: string;
}

type Description = Pick<Setting, 'about'> & Partial<Pick<Setting, 'source' | 'example'>>;

/** A setting without which there is nothing to start with. */
export function required<Option extends string>(
  option: Option,
  variable: string,
  shape: Shape,
  description: Description & Partial<Pick<Setting, 'disclosure'>>,
): Setting<Option> {
  return { option, variable, shape, need: 'required', disclosure: 'public', source: '', example: '', ...description };
}

/** A setting that may be left out. */
export function optional<Option extends string>(
  option: Option,
  variable: string,
  shape: Shape,
  description: Description & Partial<Pick<Setting, 'disclosure'>>,
): Setting<Option> {
  return { ...required(option, variable, shape, description), need: 'optional' };
}
