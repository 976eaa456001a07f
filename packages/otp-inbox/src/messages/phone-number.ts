/** The form in which the inbox knows a phone number. */
export type InboxPhoneNumber = `+${string}`;

const PHONE_NUMBER = /^\+?(?<digits>[1-9][0-9]{6,14})$/;

/** Reads an E.164 number, with or without its plus; `null` when it is none. ASCII digits only. */
export function parsePhoneNumber(input: unknown): InboxPhoneNumber | null {
  if (typeof input !== 'string') return null;
  const digits = PHONE_NUMBER.exec(input)?.groups?.digits;
  return digits === undefined ? null : `+${digits}`;
}
