/** For tests of one-time passwords: suites that stores and senders have to pass, and doubles that misbehave on command. */
export { type CodeStoreContractOptions, codeStoreContract } from './code-store-contract/code-store-contract.ts';
export { createManualClock, type ManualClock } from './manual-clock.ts';
export { createRecordingSmsSender, type RecordingSmsSender, type SendBehaviour } from './recording-sms-sender.ts';
export type { ContractRunner } from './runner.ts';
export {
  type CheckBehaviour,
  createScriptedVerificationProvider,
  type ScriptedVerificationProvider,
  type StartBehaviour,
} from './scripted-verification-provider.ts';
export {
  type ArrangedSender,
  type SmsSenderContractOptions,
  type SmsSenderScenario,
  smsSenderContract,
} from './sms-sender-contract/sms-sender-contract.ts';
