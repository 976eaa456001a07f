/** One-time passwords over HTTP, as a request handler for Express 4 and 5. */
export type { ClientAddress, ClientAddressReader } from '../client-address/client-address.ts';
export {
  type ForwardedForOptions,
  fromForwardedFor,
  fromHeader,
  type HeaderAddressReader,
  type HeaderSource,
} from '../client-address/header-readers.ts';
export type { CorsOptions } from '../cors/cors-options.ts';
export type { NodeListener } from '../node/node-listener.ts';
export type {
  ClientKnowledge,
  HeadersInput,
  OtpWebOptions,
  VerifiedNumber,
  WebhookOptions,
} from '../otp-web-options.ts';
export type { ProblemBody, ProblemCode } from '../problems/problem.ts';
export type { ProofJwk, ProofKey } from '../proof/proof-key.ts';
export type { ProofOptions } from '../proof/proof-signer.ts';
export { createOtpRouter, type OtpRouterOptions } from './otp-router.ts';
