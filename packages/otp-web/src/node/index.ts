/** One-time passwords over HTTP, as a listener for `node:http` and the frameworks on top of it. */
export type { ClientAddress, ClientAddressReader } from '../client-address/client-address.ts';
export {
  type ForwardedForOptions,
  fromForwardedFor,
  fromHeader,
  type HeaderAddressReader,
  type HeaderSource,
} from '../client-address/header-readers.ts';
export type { CorsOptions } from '../cors/cors-options.ts';
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
export type { NodeListener } from './node-listener.ts';
export { createOtpNodeHandler, type OtpNodeHandlerOptions } from './otp-node-handler.ts';
