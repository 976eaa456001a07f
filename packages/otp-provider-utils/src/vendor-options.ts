/** Options of senders and providers: as every factory reads them, and how a vendor is reached. */
import { isOptions, OptionReader } from '@countersign/otp-core/adapter';

/** Reads options one by one; what is read is known. No problem ever quotes a value. */
export class VendorOptions extends OptionReader {
  /** The option `timeoutMs`: for the whole of a call, 1 to 60,000, ten seconds by default. */
  timeoutMs(): number {
    return this.whole('timeoutMs', { minimum: 1, maximum: 60_000, defaultValue: 10_000 });
  }

  /** An address that credentials and codes go to, hence TLS for all but this machine; `null` where it was left out. */
  baseUrl(option: string, example: string): URL | null {
    const value = this.value(option);
    if (value === undefined) return null;
    const url = parseUrl(value);
    if (url === null) this.add(option, `must be an absolute URL such as ${example}`);
    else if (url.username !== '' || url.password !== '') this.add(option, 'must not hold credentials');
    else if (/[?#]/.test(String(value))) this.add(option, 'must have neither a query nor a fragment');
    else if (url.protocol === 'http:' && !isThisMachine(url.hostname)) {
      this.add(option, 'must start with https://, as plain http shows everything to everyone on the way');
    }
    return url;
  }

  /** An address that a vendor calls back, character by character; `null` where it was left out. */
  callbackUrl(option: string): string | null {
    const value = this.value(option);
    if (value === undefined) return null;
    const url = parseUrl(value);
    if (url !== null && url.username === '' && url.hash === '') return String(value);
    this.add(option, 'must be an absolute URL such as https://app.example/webhooks, at most 2048 characters');
    return null;
  }

  /**
   * The option `client`: one of the app's own; `null` where it was left out.
   *
   * @param isClient whether it is one of the vendor's SDK, which `expectation` says
   * @param others options that it decides itself, and that would be without effect beside it
   */
  client<Client>(
    expectation: string,
    isClient: (client: Readonly<Record<string, unknown>>) => boolean,
    others: readonly string[],
  ): Client | null {
    const client = this.value('client');
    if (client === undefined) return null;
    if (!isOptions(client) || !isClient(client)) this.add('client', `must be ${expectation}`);
    for (const option of others) {
      if (this.value(option) !== undefined) this.add(option, 'has no effect beside client, which has its own');
    }
    return client as Client;
  }
}

/**
 * Options after defaults.
 *
 * @throws OtpConfigurationError naming every problem at once, never the value of a credential
 * @example
 * const { apiKey, timeoutMs } = readOptions('createAcmeSmsSender', { apiKey: 'acme-key-0123456789' }, (given) => ({
 *   apiKey: given.text('apiKey', TOKEN),
 *   timeoutMs: given.timeoutMs(),
 * }));
 */
export function readOptions<Resolved>(
  factory: string,
  options: unknown,
  read: (given: VendorOptions) => Resolved,
): Resolved {
  const given = new VendorOptions(factory, options);
  const resolved = read(given);
  given.throwIfWrong();
  return resolved;
}

/**
 * `null` for what is no absolute address of the web. The URL parser forgives too much where secrets are sent to: it drops
 * tabs and line ends, and turns backslashes into slashes. What a person would read differently is refused.
 */
export function parseUrl(value: unknown): URL | null {
  if (typeof value !== 'string' || value.length > 2048) return null;
  if (!/^https?:\/\/[^/]/i.test(value) || /[\s\\\p{Cc}\p{Surrogate}]/u.test(value)) return null;
  return URL.canParse(value) ? new URL(value) : null;
}

/**
 * Judges a host as the URL parser writes it, which has already spelt `127.1` and `0x7f000001` as `127.0.0.1`. Names that
 * end in `.localhost` are this machine by RFC 6761, with or without the dot of a whole name. `[::ffff:7f00:1]` is 127.0.0.1.
 */
export function isThisMachine(hostname: string): boolean {
  return /^(?:(?:.*\.)?localhost\.?|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]|127(?:\.\d{1,3}){3})$/i.test(hostname);
}
