import { OtpConfigurationError } from '@countersign/otp-core';
import { createMemoryOnceStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createSendHook } from './send-hook.ts';
import { KEY_SECRET, PLATFORMS, SUPABASE_SECRET } from './test-support/platform-options.ts';

const COMMON = { sender: createRecordingSmsSender(), once: createMemoryOnceStore(), keySecret: KEY_SECRET };

function problemsOf(options: unknown): Record<string, string> {
  try {
    createSendHook(options as Parameters<typeof createSendHook>[0]);
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    return Object.fromEntries(error.problems.map(({ option, message }) => [option, message]));
  }
  return {};
}

describe('the options of createSendHook', () => {
  it.each(PLATFORMS)('are sound for %s', (_name, options) => {
    expect(problemsOf({ ...options, ...COMMON })).toEqual({});
  });

  it('are told all at once where nothing is given', () => {
    expect(Object.keys(problemsOf(undefined)).sort()).toEqual(['keySecret', 'once', 'platform', 'sender']);
    expect(Object.keys(problemsOf({ platform: 'supabase' })).sort()).toEqual(['keySecret', 'once', 'secret', 'sender']);
    expect(Object.keys(problemsOf({ platform: 'generic', ...COMMON })).sort()).toEqual(['mapping']);
  });

  it.each([
    ['supabase', { secret: 'whsec_short' }, 'secret'],
    ['supabase', { secret: 'v1a,whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }, 'secret'],
    ['supabase', { secret: [] }, 'secret'],
    ['supabase', { secret: `${SUPABASE_SECRET}|` }, 'secret'],
    ['supabase', { secret: SUPABASE_SECRET, authorization: 'Bearer 0123456789abcdef' }, 'authorization'],
    ['clerk', { secret: 'whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!' }, 'secret'],
    ['logto', { authorization: 'short' }, 'authorization'],
    ['logto', { authorization: 'Bearer 0123456789abcdef ' }, 'authorization'],
    ['logto', { authorization: 'Bearer 0123456789abcdef', secret: SUPABASE_SECRET }, 'secret'],
    ['okta', {}, 'authorization'],
    ['authgear', { authorization: 'Bearer 0123456789abcdef' }, 'authorization'],
    ['zitadel', { secret: 'zitadel-signing-key', authorization: 'Bearer 0123456789abcdef' }, 'authorization'],
    ['zitadel', {}, 'authorization'],
  ])('refuse as proof of %s %o', (platform, proof, option) => {
    expect(Object.keys(problemsOf({ platform, ...proof, ...COMMON }))).toContain(option);
  });

  it.each([
    [{ keySecret: 'short' }, 'keySecret'],
    [{ sender: { kind: 'verification-provider' } }, 'sender'],
    [{ once: {} }, 'once'],
    [{ rateLimiter: {} }, 'rateLimiter'],
    [{ limits: { perNumber: [] } }, 'limits'],
    [{ rateLimiter: createMemoryRateLimiter(), limits: { perNumbers: [] } }, 'limits.perNumbers'],
    [
      { rateLimiter: createMemoryRateLimiter(), limits: { perNumber: [{ max: 0, durationMs: 1 }] } },
      'limits.perNumber.0.max',
    ],
    [{ message: { appName: '' } }, 'message.appName'],
    [{ message: 'platform' }, 'message'],
    [{ codeLifeSeconds: 5 }, 'codeLifeSeconds'],
    [{ deadlineMs: 100 }, 'deadlineMs'],
    [{ phone: {} }, 'phone.parse'],
    [{ onEvent: 'log' }, 'onEvent'],
    [{ mapping: { to: 'a', code: 'b' } }, 'mapping'],
    [{ secrets: SUPABASE_SECRET }, 'secrets'],
  ])('refuse %o', (others, option) => {
    expect(Object.keys(problemsOf({ platform: 'supabase', secret: SUPABASE_SECRET, ...COMMON, ...others }))).toContain(
      option,
    );
  });

  it.each([
    [{}],
    [{ to: 'a' }],
    [{ to: 'a', code: '' }],
    [{ to: 'a..b', code: 'c' }],
    [{ to: 'a', code: 'b', phone: 'c' }],
    ['to'],
  ])('refuse the mapping %j', (mapping) => {
    const options = { platform: 'generic', secret: SUPABASE_SECRET, mapping, ...COMMON };
    expect(Object.keys(problemsOf(options)).some((option) => option.startsWith('mapping'))).toBe(true);
  });

  it('never repeat a secret', () => {
    const secret = 'whsec_secret-of-somebody';
    const told = JSON.stringify(problemsOf({ platform: 'supabase', secret, ...COMMON, keySecret: 'key-of-somebody' }));
    expect(told).not.toContain('somebody');
  });
});
