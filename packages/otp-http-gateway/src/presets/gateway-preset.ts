import type { HttpGatewaySmsSenderOptions } from '../http-gateway-options.ts';

/**
 * What is known of a gateway, as data in the words of the options. Expressions are anchored or start with a literal,
 * and every repetition in them has an end: then a match costs a bounded number of steps for each position of the body,
 * whatever the other side sends. A test looks after that.
 */
export interface GatewayPreset
  extends Pick<
    HttpGatewaySmsSenderOptions,
    | 'endpoint'
    | 'authentication'
    | 'method'
    | 'parameterNames'
    | 'parameters'
    | 'phoneFormat'
    | 'textEncoding'
    | 'unicode'
    | 'answers'
    | 'failureCodes'
    | 'messageId'
  > {
  /** What has to be given beside the preset, the endpoint apart. */
  readonly needs: readonly ('username' | 'password' | 'apiKey' | 'from' | `parameters.${string}`)[];
}
