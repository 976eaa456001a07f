/**
 * A provider's package as a value: what a composer such as `otp-config` makes of settings, without importing anything by
 * name. Every package of a vendor exports one, `twilioAdapter` for example.
 */
import type { ProductSettings } from '../settings/product-settings.ts';
import type { DeliveryReportParser, SmsSender, VerificationProvider } from '../spec/index.ts';

/** Options as settings have them. Whoever takes them checks every one. */
export type AdapterOptions = Readonly<Record<string, unknown>>;

/** All that a package offers. */
export interface ProviderAdapter {
  readonly specificationVersion: 'v1';
  readonly kind: 'provider-adapter';
  /** As it is installed: `@countersign/otp-twilio`. */
  readonly packageName: string;
  readonly products: readonly ProviderProduct[];
}

/** One way of a vendor's to reach a phone. */
export interface ProviderProduct {
  /** As settings name it: `twilio-verify`. Its ports and parsers have it for their `providerId`. */
  readonly name: string;
  /** What can be set of it, and by which variables. */
  readonly settings: ProductSettings;
  /**
   * Makes the port. Makes no request and loads no library of the vendor's.
   *
   * @throws OtpConfigurationError naming every option that makes no sense
   */
  create(options: AdapterOptions): SmsSender | VerificationProvider;
  /**
   * Makes what reads its receipts. `address` is where they go; `null`: the vendor's console says it. Left out where the
   * vendor sends none.
   *
   * @throws OtpConfigurationError naming every option that makes no sense
   */
  readonly createDeliveryReportParser?: (options: AdapterOptions, address: string | null) => DeliveryReportParser;
}

/** A product as its package writes it: by the types of its own factories. */
export interface ProviderProductDefinition<Options, ReceiptOptions> {
  /** Rows about options of its own; and rows as anybody reads them. */
  readonly settings: ProductSettings<Options | ReceiptOptions> & ProductSettings;
  readonly create: (options: Options) => SmsSender | VerificationProvider;
  readonly createDeliveryReportParser?: (options: ReceiptOptions, address: string | null) => DeliveryReportParser;
}

/**
 * Makes a product of typed factories. Here, and nowhere else, settings are taken for the options that they are to be: the
 * factories check them.
 *
 * @example
 * const product = defineProduct<AcmeOptions, AcmeReceiptOptions>({ settings: ACME_SETTINGS, create: createAcmeSmsSender });
 */
export function defineProduct<Options, ReceiptOptions = Options>({
  settings,
  create,
  createDeliveryReportParser,
}: ProviderProductDefinition<Options, ReceiptOptions>): ProviderProduct {
  return {
    name: settings.name,
    settings,
    create: (options) => create(options as Options),
    ...(createDeliveryReportParser === undefined
      ? {}
      : {
          createDeliveryReportParser: (options, address) =>
            createDeliveryReportParser(options as ReceiptOptions, address),
        }),
  };
}

/**
 * Makes a package's value of what it offers.
 *
 * @example
 * const product = defineProduct<AcmeOptions>({ settings: ACME_SETTINGS, create: createAcmeSmsSender });
 * export const acmeAdapter = defineAdapter([product]);
 */
export function defineAdapter(products: readonly [ProviderProduct, ...ProviderProduct[]]): ProviderAdapter {
  const { packageName } = products[0].settings;
  return { specificationVersion: 'v1', kind: 'provider-adapter', packageName, products };
}
