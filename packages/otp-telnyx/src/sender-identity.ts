import type { OptionProblems } from '@countersign/otp-core/adapter';

/** Whom a message is from, in the words of the API. */
export interface TelnyxSenderIdentity {
  readonly from?: string;
  readonly messaging_profile_id?: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PHONE_NUMBER = /^\+[1-9]\d{6,14}$/;
const SHORT_CODE = /^\d{3,8}$/;
const ALPHANUMERIC = /^(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9 ]{0,9}[A-Za-z0-9])?$/;

export function readSenderIdentity(
  { from, messagingProfileId }: Readonly<Record<string, unknown>>,
  problems: OptionProblems,
): TelnyxSenderIdentity {
  if (messagingProfileId !== undefined) checkUuid('messagingProfileId', messagingProfileId, problems);
  if (from === undefined) {
    if (messagingProfileId === undefined) {
      problems.add('from', 'is needed, or messagingProfileId for a number of its pool');
    }
    return { messaging_profile_id: String(messagingProfileId) };
  }
  const written = typeof from === 'string' ? from : '';
  const isAlphanumeric = ALPHANUMERIC.test(written);
  if (!isAlphanumeric && !PHONE_NUMBER.test(written) && !SHORT_CODE.test(written)) {
    problems.add('from', 'must be an E.164 number, a short code, or 1 to 11 letters, digits and spaces with a letter');
  }
  if (isAlphanumeric && messagingProfileId === undefined) {
    problems.add('messagingProfileId', 'is needed by an alphanumeric sender');
  }
  return {
    from: written,
    ...(messagingProfileId === undefined ? {} : { messaging_profile_id: String(messagingProfileId) }),
  };
}

/** Profiles are named by UUIDs; what the portal shows beside them is a name of yours. */
export function checkUuid(option: string, value: unknown, problems: OptionProblems): void {
  if (typeof value !== 'string' || !UUID.test(value)) problems.add(option, 'must be a UUID, as the portal shows it');
}
