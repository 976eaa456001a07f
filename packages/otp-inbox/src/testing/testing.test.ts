import { createPhoneNumberParser } from '@countersign/otp-phone';
import { test as base, describe, expect } from 'vitest';
import type { Inbox } from '../inbox.ts';
import { sendText, startTestInbox } from '../test-support/test-inbox.ts';
import { inboxFixtures } from './inbox-fixtures.ts';
import { randomTestPhone } from './random-test-phone.ts';

const test = base.extend<{ inbox: Inbox; phone: string }>(inboxFixtures());

describe('randomTestPhone', () => {
  base('gives numbers for fiction, valid ones, none twice', () => {
    const phones = Array.from({ length: 250 }, randomTestPhone);
    expect(new Set(phones).size).toBe(250);
    const parser = createPhoneNumberParser();
    for (const phone of phones) {
      expect(phone).toMatch(/^\+1[2-9]\d\d55501\d\d$/);
      expect(parser.parse(phone)).toMatchObject({ status: 'valid' });
    }
  });
});

describe('inboxFixtures', () => {
  test('give a test an inbox that listens and a number of its own', async ({ inbox, phone }) => {
    await sendText(inbox, phone, 'Your code is 482913.');
    expect(await inbox.waitForCode({ to: phone })).toBe('482913');
  });

  test('give the next test the same inbox and another number', async ({ inbox, phone }) => {
    expect(inbox.messages()).toHaveLength(1);
    expect(inbox.messages({ to: phone })).toEqual([]);
  });
});

describe('a hundred tests at once', () => {
  base('get each its own code from one inbox', async () => {
    const inbox = await startTestInbox();
    const codes = await Promise.all(
      Array.from({ length: 100 }, async (_each, index) => {
        const phone = randomTestPhone();
        const waiting = inbox.waitForCode({ to: phone });
        await sendText(inbox, phone, `Your code is ${100_000 + index}.`);
        return waiting;
      }),
    );
    expect(codes).toEqual(Array.from({ length: 100 }, (_each, index) => String(100_000 + index)));
  });

  base('get each an inbox of its own', async () => {
    const codes = await Promise.all(
      Array.from({ length: 100 }, async (_each, index) => {
        const inbox = await startTestInbox();
        await sendText(inbox, '+15550100123', `Your code is ${100_000 + index}.`);
        return inbox.waitForCode({ to: '+15550100123' });
      }),
    );
    expect(new Set(codes).size).toBe(100);
  });
});
