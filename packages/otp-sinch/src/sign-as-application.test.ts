import { describe, expect, it } from 'vitest';
import { signAsApplication } from './sinch-client.ts';

const SECRET = 'BeIukql3pTKJ8RGL5zo0DA==';

describe('signAsApplication', () => {
  it.each([
    // Published by Sinch beside its description of signed callbacks.
    [
      'POST',
      '/sinch/callback/ace',
      '2014-09-24T10:59:41Z',
      '{"event":"ace","callid":"822aa4b7-05b4-4d83-87c7-1f835ee0b6f6_257","timestamp":"2014-09-24T10:59:41Z","version":1}',
      'Tg6fMyo8mj9pYfWQ9ssbx3Tc1BNC87IEygAfLbJqZb4=',
    ],
    // Signed by Sinch's own SDK.
    [
      'POST',
      '/verification/v1/verifications',
      '2026-11-20T09:52:54.613Z',
      '{"identity":{"type":"number","endpoint":"+46700000000"},"method":"sms"}',
      'i3jhw9EhDzH8GRmMe7cYP49dMEKl9hq9cEhruFp0zmA=',
    ],
    [
      'GET',
      '/verification/v1/verifications/id/018b',
      '2026-11-20T09:52:54.630Z',
      '',
      'yy0em5A9HAvlZMt9spFOPYC8Lpviwyv0WcWxzMUuW7I=',
    ],
  ])('signs %s %s of %s as Sinch does', (method, path, timestamp, body, signature) => {
    const parts = { method, path, timestamp, contentType: 'application/json', body: Buffer.from(body) };
    expect(signAsApplication(SECRET, parts)).toBe(signature);
  });
});
