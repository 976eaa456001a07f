/** What settings take of a provider, its adapter takes: `tsc` reads the rows, so that an option renamed there is found here. */
import type { OptionName } from '@countersign/otp-core/settings';
import type { HttpGatewaySmsSenderOptions } from '@countersign/otp-http-gateway';
import type {
  SinchSmsCallbackOptions,
  SinchSmsSenderOptions,
  SinchVerificationProviderOptions,
} from '@countersign/otp-sinch';
import type { SnsDeliveryReportParserOptions, SnsSmsSenderOptions } from '@countersign/otp-sns';
import type {
  TelnyxDeliveryReportParserOptions,
  TelnyxSmsSenderOptions,
  TelnyxVerificationProviderOptions,
} from '@countersign/otp-telnyx';
import type { TwilioSmsSenderOptions, TwilioVerificationProviderOptions } from '@countersign/otp-twilio';
import { describe, expectTypeOf, it } from 'vitest';
import type {
  HttpGatewaySettings,
  SinchSettings,
  SinchSmsSettings,
  SnsSettings,
  TelnyxSettings,
  TelnyxVerifySettings,
  TwilioSettings,
  TwilioVerifySettings,
} from './provider-settings.ts';

/** Each option by its name, whichever of the ways to give them has it. */
type AnyOf<Options> = {
  readonly [Name in OptionName<Options>]?: Options extends unknown
    ? Name extends keyof Options
      ? Options[Name]
      : never
    : never;
};

/** What goes to the adapter as it is. */
type Given<Settings> = Omit<Settings, 'name'>;

/** One that is misspelt is none of the adapter's. */
type Misspelt<Settings, Options> = Exclude<keyof Given<Settings>, OptionName<Options>>;

describe('the settings of a provider', () => {
  it('are options of its adapter, of the same types', () => {
    expectTypeOf<Given<TwilioSettings>>().toExtend<AnyOf<TwilioSmsSenderOptions>>();
    expectTypeOf<Given<TwilioVerifySettings>>().toExtend<AnyOf<TwilioVerificationProviderOptions>>();
    expectTypeOf<Given<TelnyxSettings>>().toExtend<AnyOf<TelnyxSmsSenderOptions | TelnyxDeliveryReportParserOptions>>();
    expectTypeOf<Given<TelnyxVerifySettings>>().toExtend<
      AnyOf<TelnyxVerificationProviderOptions | TelnyxDeliveryReportParserOptions>
    >();
    expectTypeOf<Given<SinchSettings>>().toExtend<AnyOf<SinchVerificationProviderOptions>>();
    // The list of regions stands in the adapter alone.
    expectTypeOf<Omit<Given<SinchSmsSettings>, 'region'>>().toExtend<
      AnyOf<SinchSmsSenderOptions | SinchSmsCallbackOptions>
    >();
    expectTypeOf<Given<SnsSettings>>().toExtend<AnyOf<SnsSmsSenderOptions | SnsDeliveryReportParserOptions>>();
  });

  it('name no option that the adapter lacks', () => {
    expectTypeOf<Misspelt<TwilioSettings, TwilioSmsSenderOptions>>().toBeNever();
    expectTypeOf<Misspelt<TwilioVerifySettings, TwilioVerificationProviderOptions>>().toBeNever();
    expectTypeOf<Misspelt<TelnyxSettings, TelnyxSmsSenderOptions | TelnyxDeliveryReportParserOptions>>().toBeNever();
    expectTypeOf<
      Misspelt<TelnyxVerifySettings, TelnyxVerificationProviderOptions | TelnyxDeliveryReportParserOptions>
    >().toBeNever();
    expectTypeOf<Misspelt<SinchSettings, SinchVerificationProviderOptions>>().toBeNever();
    expectTypeOf<Misspelt<SinchSmsSettings, SinchSmsSenderOptions | SinchSmsCallbackOptions>>().toBeNever();
    // The inbox's certificate stands in for a `fetch` of the parser's.
    expectTypeOf<
      Misspelt<SnsSettings, SnsSmsSenderOptions | SnsDeliveryReportParserOptions>
    >().toEqualTypeOf<'inboxCertificate'>();
    // Its preset is any text until it is read.
    expectTypeOf<Misspelt<HttpGatewaySettings, HttpGatewaySmsSenderOptions>>().toBeNever();
  });
});
