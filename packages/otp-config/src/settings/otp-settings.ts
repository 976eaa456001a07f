/** What an engine is made from, in one object. Types only. */
import type {
  CodeStore,
  OtpEngineOptions,
  OtpEvent,
  OtpPolicyOptions,
  RateLimiter,
  SmsSender,
  VerificationProvider,
} from '@countersign/otp-core';
import type { Adapter } from '@countersign/otp-core/adapter';
import type { DeliveryEvent } from '@countersign/otp-core/delivery';
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import type { ProviderSettings } from './provider-settings.ts';
import type { StoreSettings } from './store-settings.ts';

/** A provider of the catalog, or one that is already made. */
export type ProviderChoice = ProviderSettings | SmsSender | VerificationProvider;

/** What `createOtp` composes. Everything the engine takes and that is not named here it takes as it is. */
export interface OtpSettings
  extends Pick<
    OtpEngineOptions,
    'secret' | 'subjectSecret' | 'purposes' | 'message' | 'deadlines' | 'phone' | 'decoys' | 'clock'
  > {
  /** Who sends; of several, each is asked only after the former has refused. All senders, or all verification providers. */
  readonly provider: ProviderChoice | readonly ProviderChoice[];
  /** Former providers: verification providers whose codes are still in flight, senders whose receipts are. @defaultValue none */
  readonly retired?: readonly ProviderChoice[];
  /**
   * Called as things happen, also when a receipt says what became of a message. Must be quick; what it throws is ignored.
   * @defaultValue none
   */
  readonly onEvent?: (event: OtpEvent | DeliveryEvent) => void;
  /** What reads receipts of senders that are already made, or of an HTTP gateway. @defaultValue those of providers by name alone */
  readonly parsers?: readonly DeliveryReportParser[];
  /** An address such as `redis://localhost`, a `StoreSettings`, or a store that is already made. @defaultValue 'memory:' */
  readonly store?: string | StoreSettings | CodeStore;
  /** Beside a store that is already made. @defaultValue of the store's kind; beside a ready-made store none */
  readonly rateLimiter?: RateLimiter;
  /**
   * The packages that the settings name, as values: for bundlers and runtimes that import nothing by name. They are all that
   * there is then. @defaultValue those that are installed, loaded by name
   */
  readonly adapters?: readonly Adapter[];
  readonly policy?: OtpPolicyOptions;
  /**
   * ISO 3166-1 alpha-2 codes; needs `@countersign/otp-phone`, and does not go together with `phone`. `'*'` is every country,
   * said on purpose. @defaultValue every country, of which the doctor warns
   */
  readonly allowedCountries?: readonly string[] | '*';
  /** Where numbers typed without a country belong to; as above. @defaultValue none: they are invalid */
  readonly defaultCountry?: string;
  /**
   * The public address under which `otp-web` is mounted, for example `https://app.example/otp`. Providers are told to send
   * receipts to `/webhooks/` and their name below it, unless their own settings say otherwise. @defaultValue none
   */
  readonly publicUrl?: string;
  /**
   * Where the local inbox listens, for example `http://127.0.0.1:4025`. Every provider that is named here and has no base
   * URL of its own then sends there, through its real adapter. Refused in production. @defaultValue none
   */
  readonly inboxUrl?: string;
  /**
   * Whether libraries are loaded and the store is connected before the engine is handed over, and not with its first call;
   * see `warmUp` of the engine. @defaultValue false
   */
  readonly warmUp?: boolean;
  /** Numbers with a code of their own, for reviewers of an app. Nothing is sent to them. @defaultValue none */
  readonly testNumbers?: readonly TestNumber[];
  /**
   * In production the inbox is refused, and so are base URLs that lead to this machine or over plain http. Test numbers
   * without an end work in `development` and `test` alone. @defaultValue 'production'
   */
  readonly environment?: EnvironmentName;
  /**
   * Base URLs of providers may lead to this machine in production; of gateways, over plain http. @defaultValue false: codes and
   * accounts stay on https
   */
  readonly allowInsecureBaseUrl?: boolean;
}

/** As `NODE_ENV` says it; `unknown`: something else, or nothing. */
export type EnvironmentName = 'production' | 'development' | 'test' | 'unknown';

/** A number whose code is known beforehand. It has the limits, tries and expiry of any other. */
export interface TestNumber {
  /** In E.164 form. */
  readonly phoneNumber: string;
  /** 4 to 10 digits, equally many for all test numbers. */
  readonly code: string;
  /**
   * The last day on which the code works, `2026-12-31`, in UTC, at most a year ahead. Then the number is one like any other.
   * @defaultValue for ever, which only `development` and `test` take
   */
  readonly until?: string;
}

/** What the environment cannot say, or is not to say. What is given here goes before it. */
export interface OtpOverrides extends Partial<OtpSettings> {
  /** Variables that begin with `OTP_` and that the app reads itself, for example `OTP_EXPIRY_SECONDS`: no misspellings. @defaultValue none */
  readonly appVariables?: readonly string[];
}

/** Variables as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;
