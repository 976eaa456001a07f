/** A row of what a deployment can set, and the two words that make one. Whoever reads them loads no adapter. */
import { type Shape, whole } from './shape.ts';

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
  /** Of an address: `base` is where a vendor is asked, with credentials and codes; `callback` is where receipts come in. */
  readonly address: 'none' | 'base' | 'callback';
  /** Of a base address: where below its own the local inbox plays what is there; `null`: it does not. */
  readonly inboxPath: string | null;
  /** Why production refuses it; goes on where its name ends. `null`: it does not. */
  readonly refusedInProduction: string | null;
  /** What vendors and other people call the variable: a slip, where the setting itself is not set. */
  readonly otherNames: readonly string[];
  /** What only the doctor reads is no option of `createOtp`. */
  readonly readBy: 'engine' | 'doctor';
}

/** What is said of a row beside its names and its shape; what is left out is as usual. */
export type SettingDescription = Pick<Setting, 'about'> &
  Partial<Omit<Setting, 'option' | 'variable' | 'shape' | 'need' | 'about'>>;

const USUAL = {
  disclosure: 'public',
  source: '',
  example: '',
  address: 'none',
  inboxPath: null,
  refusedInProduction: null,
  otherNames: [],
  readBy: 'engine',
} as const satisfies Partial<Setting>;

/** A setting without which there is nothing to start with. */
export function required<Option extends string>(
  option: Option,
  variable: string,
  shape: Shape,
  description: SettingDescription,
): Setting<Option> {
  return { option, variable, shape, need: 'required', ...USUAL, ...description };
}

/** A setting that may be left out. */
export function optional<Option extends string>(
  option: Option,
  variable: string,
  shape: Shape,
  description: SettingDescription,
): Setting<Option> {
  return { ...required(option, variable, shape, description), need: 'optional' };
}

/** The setting of an adapter's option `timeoutMs`. */
export function timeoutSetting(variable: string): Setting<'timeoutMs'> {
  return optional('timeoutMs', variable, whole(1, 60_000), {
    about: 'milliseconds for a whole call',
    example: '10000',
  });
}
