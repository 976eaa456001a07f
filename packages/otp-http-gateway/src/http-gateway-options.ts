/** What `createHttpGatewaySmsSender` can be told, and the words its callbacks speak. Types only. */

/** The gateway's answer, as far as it was read. */
export interface GatewayAnswer {
  readonly statusCode: number;
  /** Decompressed, read as UTF-8, at most `maxAnswerBytes` long. */
  readonly body: string;
  /** By lower-case name; repeated headers are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What an answer means. `accepted`: the gateway took the message. `refused`: it certainly did not, so that another
 * provider may be tried. `unknown`: neither is certain, so nothing is sent again unasked.
 */
export type GatewayVerdict = 'accepted' | 'refused' | 'unknown';

/** What the gateway calls the four things every request is made of. */
export interface GatewayParameterNames {
  /** @defaultValue 'username' */
  readonly username?: string;
  /** @defaultValue 'password' */
  readonly password?: string;
  /** @defaultValue 'phone' */
  readonly to?: string;
  /** @defaultValue 'message' */
  readonly text?: string;
}

/** How to reach an HTTP SMS gateway, and how to read what it answers. */
export interface HttpGatewaySmsSenderOptions {
  /** Where messages are sent to. Its own query parameters are kept; a fragment or credentials in it are refused. */
  readonly endpoint: string;
  /** Sent in the header `apiKeyHeader`. @defaultValue none, and no such header */
  readonly apiKey?: string;
  /** @defaultValue none, and no such parameter */
  readonly username?: string;
  /** @defaultValue none, and no such parameter */
  readonly password?: string;
  /** GET puts all parameters into the query, POST into the body. @defaultValue 'GET' */
  readonly method?: 'GET' | 'POST';
  /** The body of a POST: `application/x-www-form-urlencoded` or one flat JSON object. @defaultValue 'form' */
  readonly bodyFormat?: 'form' | 'json';
  /** @defaultValue `{ username: 'username', password: 'password', to: 'phone', text: 'message' }` */
  readonly parameterNames?: GatewayParameterNames;
  /** Sent with every message as they are, for example `{ from: 'Acme' }`. @defaultValue none */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Sent with every message, for example `{ authorization: 'Basic …' }`. @defaultValue none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @defaultValue 'X-API-Key' */
  readonly apiKeyHeader?: string;
  /** `+39123456789`, `39123456789` or `0039123456789`. @defaultValue 'e164' */
  readonly phoneFormat?: 'e164' | 'digits' | '00-prefix';
  /**
   * Tells what a 2xx answer means; other statuses speak for themselves. Synchronous. One that throws, or says
   * anything but a verdict, has said `unknown`.
   * @defaultValue any 2xx whose body does not look like a failure (see the README)
   */
  readonly success?: (answer: GatewayAnswer) => GatewayVerdict;
  /**
   * Finds the gateway's own name for an accepted message: 1 to 128 visible ASCII characters. Synchronous. Anything
   * else, an exception, or an id that repeats the number, the password or the API key counts as `null`.
   * @defaultValue always `null`
   */
  readonly messageId?: (answer: GatewayAnswer) => string | null;
  /** Milliseconds for the whole exchange, from the look-up of the host to the last byte; 1 to 60,000. @defaultValue 10000 */
  readonly timeoutMs?: number;
  /** The longest answer that is read, decompressed, in bytes; 1 to 1,048,576. @defaultValue 65536 */
  readonly maxAnswerBytes?: number;
  /** Names this gateway in outcomes and events: lower-case letters, digits and hyphens, 1 to 64. @defaultValue 'http-gateway' */
  readonly providerId?: string;
  /** Where `http://` is allowed: it shows credentials and codes to everyone on the way. @defaultValue 'loopback-only' */
  readonly plainHttp?: 'loopback-only' | 'any-host';
  /**
   * `environment` honours `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. Under https a proxy sees the host's name only;
   * under plain http it reads everything. Loopback is never proxied.
   * @defaultValue 'none'
   */
  readonly proxy?: 'none' | 'environment';
}
