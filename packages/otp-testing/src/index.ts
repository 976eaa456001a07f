/** For tests of one-time passwords: suites that stores, limiters, senders and providers have to pass, and doubles that misbehave on command. */
export type { AdapterLibrary } from './adapter-rules/unloaded-library.ts';
export type { VendorFault } from './adapter-rules/vendor-fault.ts';
export type { VendorWord } from './adapter-rules/vendor-words.ts';
export { type CodeStoreContractOptions, codeStoreContract } from './code-store-contract/code-store-contract.ts';
export { callAtOnce } from './code-store-history/call-at-once.ts';
export {
  type CheckHistoriesOptions,
  checkHistories,
  type HistoriesVerdict,
} from './code-store-history/check-histories.ts';
export {
  type RecordCodeStoreOptions,
  type RecordedCodeStore,
  recordCodeStore,
} from './code-store-history/record-code-store.ts';
export type { CallMoment, StoreEvent } from './code-store-history/store-event.ts';
export {
  type CodeStoreModelContractOptions,
  codeStoreModelContract,
} from './code-store-model/code-store-model-contract.ts';
export { createReferenceCodeStore } from './code-store-model/reference-code-store.ts';
export type { StoreOutcome, StoreRequest } from './code-store-model/reference-step.ts';
export {
  type GuessingProcess,
  type GuessingReport,
  type GuessingRoundsOptions,
  playGuessingRounds,
} from './guessing-rounds/play-guessing-rounds.ts';
export { createManualClock, type ManualClock } from './manual-clock.ts';
export { type OnceStoreContractOptions, onceStoreContract } from './once-store-contract/once-store-contract.ts';
export {
  type RateLimiterContractOptions,
  rateLimiterContract,
} from './rate-limiter-contract/rate-limiter-contract.ts';
export { createRecordingSmsSender, type RecordingSmsSender, type SendBehaviour } from './recording-sms-sender.ts';
export type { ContractRunner } from './runner.ts';
export {
  type CheckBehaviour,
  createScriptedVerificationProvider,
  type ScriptedVerificationProvider,
  type StartBehaviour,
} from './scripted-verification-provider.ts';
export type {
  ArrangedSender,
  SmsSenderContractOptions,
  SmsSenderScenario,
} from './sms-sender-contract/arranged-sender.ts';
export { smsSenderContract } from './sms-sender-contract/sms-sender-contract.ts';
export type {
  ArrangedVerificationProvider,
  CancellingVendor,
  CheckingVendor,
  VerificationProviderContractOptions,
  VerificationProviderScenario,
} from './verification-provider-contract/arranged-provider.ts';
export { verificationProviderContract } from './verification-provider-contract/verification-provider-contract.ts';
