/** What the plug-in adds to the tables: two fields of the user, by the names of better-auth's own phone number plug-in. */
export interface PhoneOtpUserFields {
  phoneNumber?: string | null | undefined;
  phoneNumberVerified?: boolean | null | undefined;
}

/** Made anew for each plug-in, as better-auth writes the names of columns into it. `input: false`: only a right code sets them. */
export function createPhoneOtpSchema() {
  return {
    user: {
      fields: {
        phoneNumber: { type: 'string', required: false, unique: true, sortable: true, returned: true, input: false },
        phoneNumberVerified: { type: 'boolean', required: false, returned: true, input: false },
      },
    },
  } as const;
}
