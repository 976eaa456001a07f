/** One number in two flows at once: each has its own code, its own tries and its own limits. */
import { describe, expect, it } from 'vitest';
import { APPS } from '../example-app.ts';
import { newNumber, wrongCode } from './support/each-app-and-store.ts';
import { startRecipeApp } from './support/recipe-app.ts';

describe.each(APPS)('apps/%s', (name) => {
  it('keeps the flows of one number apart', async () => {
    const app = await startRecipeApp(name, {});
    try {
      const phoneNumber = newNumber();
      await app.post('/auth/request-otp', { phone_number: phoneNumber });
      const otp = await app.codeOf(phoneNumber, 1);
      await app.post('/send-code', { phoneNumber });
      const smsCode = await app.codeOf(phoneNumber, 2);
      // Tries that one flow spends are not the other's, and codes are not either.
      const swapped = otp === smsCode ? wrongCode(otp) : smsCode;
      for (let guess = 1; guess <= 4; guess += 1) {
        await app.post('/auth/verify-otp', { phone_number: phoneNumber, otp: swapped });
      }
      expect(await app.post('/auth/verify-otp', { phone_number: phoneNumber, otp })).toMatchObject({ status: 401 });
      const answers = await Promise.all([
        app.post('/verify-code', { phoneNumber, smsCode }),
        app.post('/verify-code', { phoneNumber, smsCode }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    } finally {
      await app.close();
    }
  });
});
