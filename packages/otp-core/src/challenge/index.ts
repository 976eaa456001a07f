/** What a challenge is made of, and the only room that touches `node:crypto`. */
export {
  type CodeScope,
  deriveCodes,
  generateCode,
  MAXIMUM_CODE_LENGTH,
  MINIMUM_CODE_LENGTH,
} from './code.ts';
export { digestsOfCodes, digestsOfDecoyGuess, digestsOfGuess } from './digest.ts';
export { type HandleFields, type OpenHandleOutcome, openHandle, sealHandle } from './handle.ts';
export { createKeyRing, type KeyRing, type KeySet } from './key-ring.ts';
export { keyedName } from './keyed-hash.ts';
export { randomName } from './random.ts';
export { apparentNumberOf, challengeIdOfRequest, decoyRecipient, type Recipient, subjectOf } from './recipient.ts';
export { checkSecret, resolveSecrets } from './secrets.ts';
export { readTypedCode } from './typed-code.ts';
