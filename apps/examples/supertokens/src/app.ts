/** SuperTokens on Express, as its own guide has it, but for the messages. */
import express, { type Express } from 'express';
import SuperTokens from 'supertokens-node';
import supertokensExpress from 'supertokens-node/framework/express';
import Passwordless from 'supertokens-node/recipe/passwordless';
import Session from 'supertokens-node/recipe/session';
import { createSmsService, type SmsServiceOptions } from './sms-service.ts';
import { tellRefusals } from './tell-refusals.ts';

export interface AppOptions extends Omit<SmsServiceOptions, 'clientAddressOf'> {
  /** The address of SuperTokens' core. */
  readonly connectionURI: string;
}

export function createApp({ connectionURI, ...options }: AppOptions): Express {
  SuperTokens.init({
    framework: 'express',
    supertokens: { connectionURI },
    appInfo: { appName: 'Acme', apiDomain: 'http://localhost:3000', websiteDomain: 'http://localhost:3000' },
    recipeList: [
      Passwordless.init({
        contactMethod: 'PHONE',
        // A link has no code in it, and is refused.
        flowType: 'USER_INPUT_CODE',
        smsDelivery: { service: createSmsService({ ...options, clientAddressOf }) },
        override: { apis: tellRefusals },
      }),
      Session.init(),
    ],
    telemetry: false,
  });
  const app = express();
  app.use(supertokensExpress.middleware());
  app.use(supertokensExpress.errorHandler());
  return app;
}

/** As Express tells it: without the right "trust proxy", all people behind a proxy share one address. */
function clientAddressOf(userContext: Parameters<typeof SuperTokens.getRequestFromUserContext>[0]): string | undefined {
  return SuperTokens.getRequestFromUserContext(userContext)?.original?.ip;
}
