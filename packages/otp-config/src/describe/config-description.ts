/** What is configured, fit to be printed and logged. Types only. */

import type { EnvironmentName } from '../settings/otp-settings.ts';

/** A summary of a configuration without anything secret, and without phone numbers. */
export interface ConfigDescription {
  readonly environment: EnvironmentName;
  readonly providers: readonly ProviderDescription[];
  /** Names of those that are still asked about codes in flight. */
  readonly retired: readonly string[];
  /** The address without user, password and query. */
  readonly store: string;
  /** Each as `set (44 characters)`; empty where there is none. */
  readonly secrets: readonly string[];
  readonly subjectSecret: string | null;
  readonly policy: readonly FigureDescription[];
  readonly message: Readonly<Record<string, string>>;
  /** Whether production takes base URLs on this machine, and of gateways over plain http. */
  readonly allowInsecureBaseUrl: boolean;
  readonly allowedCountries: readonly string[] | null;
  /** Where every provider without an address of its own sends, in place of its vendor; `null`: to its vendor. */
  readonly inboxUrl: string | null;
  /** Whether libraries are loaded and the store is connected before the engine is handed over. */
  readonly warmUp: boolean;
  /** Where receipts are expected; `null`: not told. */
  readonly publicUrl: string | null;
  readonly testNumbers: number;
  /** What `createOtp` would refuse, as far as that shows without loading anything. */
  readonly problems: readonly string[];
  /** All of it for a person, in lines. */
  readonly text: string;
}

/** A provider and its account. */
export interface ProviderDescription {
  readonly name: string;
  /** What its settings are read from; none for one that is already made. */
  readonly variables: readonly string[];
  /** Values by option; secrets as `set (32 characters)`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A figure of the policy. */
export interface FigureDescription {
  readonly option: string;
  readonly value: string;
  /** True where it is the preset's. */
  readonly isDefault: boolean;
}
