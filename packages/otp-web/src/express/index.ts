/** One-time passwords over HTTP, as an Express 5 request handler. */
export type { HeadersInput, OtpWebOptions, VerifiedNumber, WebhookOptions } from '../otp-web-options.ts';
export type { ProblemBody, ProblemCode } from '../problems/problem.ts';
export { createOtpRouter, type OtpRouterOptions } from './otp-router.ts';
