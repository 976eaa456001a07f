/**
 * What this package uses of the SDK's client, as a shape: a `Telnyx` of any copy of the SDK fits, and nobody needs its
 * types who does not use it.
 */
export interface TelnyxClient {
  readonly messages: {
    send(body: TelnyxMessageBody, options: TelnyxCallOptions): PromiseLike<unknown>;
  };
  readonly verifications: {
    triggerSMS(body: TelnyxVerificationBody, options: TelnyxCallOptions): PromiseLike<unknown>;
    readonly actions: {
      verify(verificationId: string, body: { code: string }, options: TelnyxCallOptions): PromiseLike<unknown>;
    };
    readonly byPhoneNumber: {
      readonly actions: {
        verify(
          phoneNumber: string,
          body: { code: string; verify_profile_id: string },
          options: TelnyxCallOptions,
        ): PromiseLike<unknown>;
      };
    };
  };
}

/** The body of `POST /messages`. */
export interface TelnyxMessageBody {
  to: string;
  text: string;
  from?: string;
  messaging_profile_id?: string;
  webhook_url?: string;
}

/** The body of `POST /verifications/sms`. */
export interface TelnyxVerificationBody {
  phone_number: string;
  verify_profile_id: string;
  timeout_secs?: number;
}

/** What every call tells the SDK: no retry, no redirect, one end. */
export interface TelnyxCallOptions {
  maxRetries: 0;
  timeout: number;
  signal: AbortSignal;
  fetchOptions: { redirect: 'manual' };
}
