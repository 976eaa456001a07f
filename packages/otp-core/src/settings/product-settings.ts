/**
 * What can be set of a vendor's product, told by its package: rows for `otp-config`, which reads, describes and documents
 * them whether the package is installed or not. Types only.
 */
import type { Setting } from './setting.ts';

/** Names of a product's options, of each way in which they can be given. */
export type OptionName<Options> = Options extends unknown ? keyof Options & string : never;

/** An option, or a part of one: `india.entityId`. */
export type OptionPath<Options> = OptionName<Options> | `${OptionName<Options>}.${string}`;

/**
 * The settings of one product. `Options` are those of its factories, receipts included: a row about an option that is no
 * more does not compile.
 *
 * @example
 * export const ACME_SETTINGS: ProductSettings<AcmeSmsSenderOptions> = {
 *   name: 'acme',
 *   title: 'Acme Messages',
 *   kind: 'sms-sender',
 *   packageName: '@acme/otp',
 *   sdk: null,
 *   settings: [required('apiKey', 'ACME_API_KEY', TOKEN, { about: 'the API key', disclosure: 'secret' })],
 *   alternatives: [],
 * };
 */
export type ProductSettings<Options = Readonly<Record<string, unknown>>> = ProductRows<
  OptionName<Options>,
  OptionPath<Options>
>;

/** The settings of a product by the names of its options: those of one product are also those of any. */
interface ProductRows<Name extends string, Path extends string> {
  /** As settings name it: `twilio-verify`. */
  readonly name: string;
  /** The vendor's product, as people call it. */
  readonly title: string;
  /** Who makes the codes: a sender delivers ours, a verification provider makes its own. */
  readonly kind: 'sms-sender' | 'verification-provider';
  /** Whose adapter has a product of this name. It is nobody's dependency but that of who chose it. */
  readonly packageName: string;
  /** What the adapter loads with its first message, and the app has to install; `null`: nothing. */
  readonly sdk: string | null;
  readonly settings: readonly Setting<Path>[];
  /** Of each, one group of options has to be complete. */
  readonly alternatives: ReadonlyArray<readonly (readonly Name[])[]>;
  /** How its receipts are taken in. @defaultValue it sends none */
  readonly receipts?: ReceiptRows<Name>;
  /** Why it must not run in production; goes on where `provider` ends. @defaultValue it may */
  readonly refusedInProduction?: string;
  /** Other words for it, in place of its name. */
  readonly otherNames?: readonly string[];
  /** Names that one of its options takes, and people write in place of the provider's. */
  readonly presets?: { readonly option: Name; readonly names: readonly string[] };
  /** The vendor goes on with a verification that lives, sends and checks already counted. Its life, in seconds. */
  readonly liveVerification?: { readonly lifeOption: Name; readonly usualSeconds: number };
  /** Options by which the adapter takes a base URL over plain http. @defaultValue it takes none */
  readonly plainHttpOptions?: Readonly<Partial<Record<Name, unknown>>>;
}

/** The settings of a product's delivery receipts. */
export type ReceiptSettings<Options = Readonly<Record<string, unknown>>> = ReceiptRows<OptionName<Options>>;

/** The settings of receipts by the names of their options. */
interface ReceiptRows<Name extends string> {
  /** Option by which each message says where its receipts go; `null`: the vendor's console says it. */
  readonly addressOption: Name | null;
  /** Whether there can be receipts while nobody says here where they go. */
  readonly address: 'needed' | 'optional';
  /** Options without which a receipt of the vendor's could not be told from one of a stranger's. */
  readonly needs: readonly Name[];
  /** Those for receipts alone, which the provider itself does not take. */
  readonly ownOptions: readonly Name[];
}
