/** One watched request to a vendor and what became of it: for those who write a sender or a verification provider. */
export { type AxiosLibrary, type AxiosRequest, requestOverAxios } from './axios.ts';
export { type CallEnd, createCallEnd } from './call-end.ts';
export {
  isCode,
  isPhoneNumber,
  type ReadyCall,
  type ReadyMessage,
  type Refused,
  readCall,
  readMessage,
  readRecipient,
} from './call-input.ts';
export { type Callback, isSame, queryOf, readCallback, refuseCallback } from './callback.ts';
export { isRedirect, isRefusing, isSuccess } from './error-code.ts';
export {
  type Answer,
  type Asking,
  askOnce,
  askWithin,
  type BrokenExchange,
  type BrokenRequest,
  type Exchange,
  type NotAsked,
  NotAskedError,
  notLoaded,
  type Question,
} from './exchange.ts';
export {
  asUnknown,
  BY_RECIPIENT,
  type CodedFailure,
  describeCategory,
  type FailureContext,
  failureOfCode,
  type Meaning,
  type NotAccepted,
  readBroken,
  readRefusal,
  refused,
  shownCode,
  unclear,
  type Vendor,
} from './failure.ts';
export { decodeText, fieldOf, parseJson, readFields, textOf } from './fields.ts';
export {
  type GivenOptions,
  isThisMachine,
  parseUrl,
  readBaseUrl,
  readCallbackUrl,
  readChoice,
  readClock,
  readGiven,
  readInteger,
  readOptionalShaped,
  readProviderId,
  readShaped,
  readTimeout,
  refuseBeside,
} from './option-reader.ts';
export {
  type AnswerHead,
  createWatch,
  requestOnce,
  type Watch,
  type WireRequest,
} from './watched-request.ts';
