/** One watched request to a vendor and what became of it: for those who write a sender or a verification provider. */
export * from './ask-vendor.ts';
export * from './axios.ts';
export * from './call-end.ts';
export { isPhoneNumber, type ReadyCall, type ReadyMessage } from './call-input.ts';
export { isRedirect, isRefusing, isSuccess } from './error-code.ts';
export { type Answer, type Asking, handOver, NotAskedError, notLoaded, type ThrownAnswer } from './exchange.ts';
export {
  asUncertain,
  asUnknown,
  BY_RECIPIENT,
  type CodedFailure,
  errorTable,
  failureOfCode,
  failureOfReceipt,
  type NotAccepted,
  refused,
  shownCode,
} from './failure.ts';
export * from './fields.ts';
export * from './ports.ts';
export {
  type Callback,
  defineReceiptParser,
  isSame,
  queryOf,
  type ReceiptTraits,
  readTime,
  refuseCallback,
  statusTable,
  verified,
} from './read-callback.ts';
export * from './vendor-options.ts';
export { type AnswerHead, createWatch, requestOnce, type Watch, type WireRequest } from './watched-request.ts';
