import { describe, expect, it } from 'vitest';
import { ACCOUNTS, environmentOf, SECRET } from './test-support/environments.ts';
import { runRecording } from './test-support/run-recording.ts';

const TWILIO = JSON.stringify(environmentOf('twilio'));

describe('the adapters', () => {
  it('are not loaded by the import, and only the chosen one by an engine, its SDK not at all', async () => {
    const told = await runRecording(`
      const imported = packages();
      const otp = await config.createOtpFromEnv(${TWILIO});
      console.log(JSON.stringify({ imported, made: packages() }));
      await otp.close();
    `);
    expect(told).toEqual({
      imported: ['otp-config', 'otp-core'],
      made: ['otp-config', 'otp-core', 'otp-provider-utils', 'otp-twilio'],
    });
  });

  it('are not loaded by what only describes settings', async () => {
    const told = await runRecording(`
      config.describeConfig(${TWILIO});
      console.log(JSON.stringify(packages()));
    `);
    expect(told).toEqual(['otp-config', 'otp-core']);
  });

  it('lend the rows of their settings no file that does anything, and no SDK', async () => {
    const told = await runRecording('console.log(JSON.stringify({ rows: rows(), packages: packages() }));');
    expect(told).toEqual({
      rows: [
        'otp-http-gateway/src/http-gateway-settings.ts',
        'otp-http-gateway/src/presets/preset-names.ts',
        ...['sinch', 'sns', 'telnyx', 'twilio'].flatMap((name) => [
          `otp-${name}/src/${name}-connection.ts`,
          `otp-${name}/src/${name}-settings.ts`,
        ]),
      ],
      packages: ['otp-config', 'otp-core'],
    });
  });

  it('are missed in one error, each with the line that installs it', async () => {
    const settings = {
      ...ACCOUNTS.telnyx,
      ...ACCOUNTS.sns,
      OTP_PROVIDER: 'telnyx,sns',
      OTP_SECRET: SECRET,
      OTP_STORE: 'postgres://localhost/app',
      OTP_ALLOWED_COUNTRIES: 'IT',
    };
    const missing = ['telnyx', 'sns', 'routing', 'postgres', 'phone'].map((name) => `@countersign/otp-${name}`);
    const told = await runRecording(
      `await config.createOtpFromEnv(${JSON.stringify(settings)}).catch((error) => console.log(JSON.stringify(error.problems)));`,
      missing,
    );
    const line = (variable: string, packages: string, whose = '') =>
      `(${variable}) needs a package${whose} that is not installed: npm install ${packages}`;
    expect(told).toEqual([
      { option: 'provider.0', message: line('OTP_PROVIDER', '@countersign/otp-telnyx telnyx', ' for telnyx') },
      { option: 'provider.1', message: line('OTP_PROVIDER', '@countersign/otp-sns @aws-sdk/client-sns', ' for sns') },
      { option: 'provider', message: line('OTP_PROVIDER', '@countersign/otp-routing') },
      { option: 'allowedCountries', message: line('OTP_ALLOWED_COUNTRIES', '@countersign/otp-phone') },
      { option: 'store', message: line('OTP_STORE', '@countersign/otp-postgres pg') },
    ]);
  });

  it('are missed beside everything else that is wrong with the provider', async () => {
    const settings = { OTP_PROVIDER: 'twilio', OTP_SECRET: SECRET, TWILIO_ACCOUNT_SID: 'AC1' };
    const told = await runRecording(
      `await config.createOtpFromEnv(${JSON.stringify(settings)}).catch((error) => console.log(JSON.stringify(error.problems.map(({ option }) => option))));`,
      ['@countersign/otp-twilio'],
    );
    expect(told).toEqual(['provider.accountSid', 'provider.authToken', 'provider.from', 'provider']);
  });

  it('are not called missing for what one of them misses', async () => {
    const settings = { OTP_PROVIDER: 'inbox,http-gateway', OTP_SECRET: SECRET, ...ACCOUNTS['http-gateway'] };
    const told = await runRecording(
      `await config.createOtpFromEnv(${JSON.stringify(settings)}).catch((error) => console.log(JSON.stringify(error.problems)));`,
      ['cockatiel'],
    );
    expect(told).toEqual([
      {
        option: 'provider',
        message: expect.stringMatching(
          /^\(OTP_PROVIDER\) The package @countersign\/otp-routing could not be loaded: .*cockatiel/,
        ),
      },
    ]);
  });

  it('are not needed for what is not chosen', async () => {
    const missing = ['twilio', 'telnyx', 'sinch', 'sns', 'redis', 'postgres', 'phone', 'routing'];
    const told = await runRecording(
      `const otp = await config.createOtpFromEnv({ OTP_PROVIDER: 'inbox', OTP_SECRET: '${SECRET}' });
       await otp.close();
       console.log('true');`,
      missing.map((name) => `@countersign/otp-${name}`),
    );
    expect(told).toBe(true);
  });
});
