/** One watched request to a vendor and what became of it: for those who write a sender or a verification provider. */
export * from './axios.ts';
export * from './call-end.ts';
export * from './call-input.ts';
export * from './callback.ts';
export { isRedirect, isRefusing, isSuccess } from './error-code.ts';
export * from './exchange.ts';
export * from './failure.ts';
export * from './fields.ts';
export * from './option-reader.ts';
export * from './warm-up.ts';
export { type AnswerHead, createWatch, requestOnce, type Watch, type WireRequest } from './watched-request.ts';
