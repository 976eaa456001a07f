/** One-time passwords over HTTP, as a web-standard fetch handler. */
export { createOtpHandler, type OtpHandler, type OtpHandlerOptions } from './otp-handler.ts';
export type { HeadersInput, OtpWebOptions, VerifiedNumber, WebhookOptions } from './otp-web-options.ts';
export type { ProblemBody, ProblemCode } from './problems/problem.ts';
