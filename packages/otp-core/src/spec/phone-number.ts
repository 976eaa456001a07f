/** A telephone number in E.164 form, for example `+14155550123`. */
export type PhoneNumber = `+${string}`;

/** Turns what a person typed into a number the rest of the system may trust. Pure and synchronous. */
export interface PhoneNumberParser {
  parse(input: string): PhoneNumberParseOutcome;
}

/** What a parser made of its input. */
export type PhoneNumberParseOutcome =
  /** `country` is an ISO 3166-1 alpha-2 code, or `null` where the parser does not know it. */
  | { readonly status: 'valid'; readonly phoneNumber: PhoneNumber; readonly country: string | null }
  | { readonly status: 'invalid' }
  /** A number that exists but that this deployment does not send to. */
  | { readonly status: 'not-allowed' };
