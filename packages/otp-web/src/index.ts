/** One-time passwords over HTTP, as a web-standard fetch handler. */
export type { ClientAddress, ClientAddressReader } from './client-address/client-address.ts';
export {
  type ConnectionAddressReader,
  fromBun,
  fromDeno,
  fromHonoConnInfo,
  fromSocket,
} from './client-address/connection-readers.ts';
export {
  type ForwardedForOptions,
  fromForwardedFor,
  fromHeader,
  type HeaderAddressReader,
  type HeaderSource,
} from './client-address/header-readers.ts';
export type { CorsOptions } from './cors/cors-options.ts';
export { createOtpHandler, type OtpHandler, type OtpHandlerOptions } from './otp-handler.ts';
export type {
  ClientKnowledge,
  HeadersInput,
  OtpWebOptions,
  VerifiedNumber,
  WebhookOptions,
} from './otp-web-options.ts';
export type { ProblemBody, ProblemCode } from './problems/problem.ts';
export type { ProofJwk, ProofKey } from './proof/proof-key.ts';
export type { ProofOptions } from './proof/proof-signer.ts';
export {
  type ProofRefusal,
  type VerifyProofOptions,
  type VerifyProofResult,
  verifyProof,
} from './proof/verify-proof.ts';
