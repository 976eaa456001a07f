/**
 * What this package uses of the SDK's client, as a shape: a `Twilio` of any copy of the SDK fits, and nobody needs its
 * types who does not use it.
 */
export interface TwilioClient {
  readonly messages: {
    create(message: TwilioMessageBody): PromiseLike<unknown>;
  };
  readonly verify: {
    readonly v2: {
      services(serviceSid: string): TwilioVerifyService;
    };
  };
}

/** One service of Twilio Verify. */
export interface TwilioVerifyService {
  readonly verifications: TwilioVerifications;
  readonly verificationChecks: {
    create(check: { code: string; to: string } | { code: string; verificationSid: string }): PromiseLike<unknown>;
  };
}

/** Starts a verification, or takes hold of one that was started. */
export interface TwilioVerifications {
  (verificationSid: string): { update(change: { status: 'canceled' }): PromiseLike<unknown> };
  create(verification: TwilioVerificationBody): PromiseLike<unknown>;
}

/** The body of a message. */
export interface TwilioMessageBody {
  to: string;
  body: string;
  from?: string;
  messagingServiceSid?: string;
  validityPeriod: number;
  statusCallback?: string;
}

/** The body of a verification. */
export interface TwilioVerificationBody {
  to: string;
  channel: string;
  locale?: string;
  customFriendlyName?: string;
  appHash?: string;
  templateSid?: string;
  templateCustomSubstitutions?: string;
  rateLimits?: Readonly<Record<string, string>>;
  deviceIp?: string;
}
