/** What the page's scripts compute: the modules that need no document. */
import { readdirSync, readFileSync } from 'node:fs';
import { countSegments } from '@countersign/otp-core';
import * as languages from '@countersign/otp-core/languages';
import { PLATFORM_NAMES } from '@countersign/otp-hooks';
import { describe, expect, it } from 'vitest';
import { checkAutofillLine } from './files/autofill-line.js';
import { findExpiry, findLifetime, formatRemaining } from './files/code-expiry.js';
import { cutAtCode } from './files/code-place.js';
import {
  describeCount,
  describeDuration,
  PLATFORM_DETAILS,
  PLATFORM_TITLES,
  readHookFields,
} from './files/hook-words.js';
import { createMessageStore } from './files/message-store.js';
import { readRuleFields } from './files/rule-form.js';
import { describeFault, describeScope, FAULT_DETAILS, FAULT_GROUPS } from './files/rule-words.js';
import { describeCost } from './files/text-cost.js';
import type { Message } from './page-json.ts';

const INPUT = { appName: 'Acme', code: '482913', purpose: 'default', tenant: 'default', locale: null };
const NO_FILTER = { search: '', provider: '' };

function createMessage(sequence: number, fields: Partial<Message> = {}): Message {
  const at = new Date(Date.UTC(2026, 0, 31, 12, 0, sequence)).toISOString();
  return {
    id: `run-${sequence}`,
    provider: 'twilio',
    vendorId: `SM${sequence}`,
    channel: 'sms',
    to: '+15550100123',
    from: null,
    text: 'Your code is 482913.',
    code: '482913',
    encoding: 'GSM-7',
    forcedBy: null,
    segments: 1,
    media: [],
    maxPriceUsd: null,
    validitySeconds: null,
    receivedAt: at,
    arrives: true,
    delivery: { status: 'accepted', code: null, at },
    ruleId: null,
    ...fields,
  };
}

describe('createMessageStore', () => {
  const hello = createMessage(1, { to: '+1', text: 'Hello' });
  const other = createMessage(2, { to: '+2', provider: 'sns', from: 'ACME' });
  const later = createMessage(3, { to: '+1', code: '204118' });

  function numbersOf(store: ReturnType<typeof createMessageStore>, filter = NO_FILTER): string[] {
    return store.conversations(filter).map(({ number, messages }) => `${number}:${messages.map(({ id }) => id)}`);
  }

  it('groups messages by number, the latest conversation and the latest message first', () => {
    const store = createMessageStore(10);
    store.replaceAll([hello, other, later]);
    expect(numbersOf(store)).toEqual(['+1:run-3,run-1', '+2:run-2']);
  });

  it.each([
    [{ search: 'hel', provider: '' }, ['+1:run-1']],
    [{ search: 'HEL', provider: '' }, ['+1:run-1']],
    [{ search: '+2', provider: '' }, ['+2:run-2']],
    [{ search: 'acme', provider: '' }, ['+2:run-2']],
    [{ search: '2041', provider: '' }, ['+1:run-3']],
    [{ search: '', provider: 'sns' }, ['+2:run-2']],
    [{ search: 'hello', provider: 'sns' }, []],
  ])('lets through what fits %j', (filter, expected) => {
    const store = createMessageStore(10);
    store.replaceAll([hello, other, later]);
    expect(numbersOf(store, filter)).toEqual(expected);
  });

  it('applies every event, also when it is told twice', () => {
    const store = createMessageStore(10);
    expect(store.apply({ type: 'message', message: hello })).toBe(hello);
    expect(store.apply({ type: 'message', message: hello })).toBeNull();
    const delivered = { ...hello, delivery: { ...hello.delivery, status: 'delivered' as const } };
    store.apply({ type: 'updated', message: delivered });
    expect(store.find(hello.id)).toBe(delivered);
    store.apply({ type: 'updated', message: other });
    expect(store.size).toBe(1);
    store.apply({ type: 'deleted', ids: [hello.id, 'gone'] });
    expect(store.size).toBe(0);
    store.apply({ type: 'message', message: other });
    store.apply({ type: 'cleared' });
    expect(numbersOf(store)).toEqual([]);
  });

  it('keeps as many as the inbox does, and drops the oldest first', () => {
    const store = createMessageStore(2);
    for (const message of [hello, other, later]) store.apply({ type: 'message', message });
    expect(numbersOf(store)).toEqual(['+1:run-3', '+2:run-2']);
    store.replaceAll([hello, other, later]);
    expect(store.size).toBe(2);
  });
});

describe('cutAtCode', () => {
  it.each([
    ['Code 482913!', '482913', ['Code ', '482913', '!']],
    ['Code 482 913!', '482913', ['Code ', '482 913', '!']],
    ['G-482913 it is', '482913', ['G-', '482913', ' it is']],
    ['Hello', null, ['Hello', '', '']],
    ['Hello', '482913', ['Hello', '', '']],
    ['Hello', '(a+)+$', ['Hello', '', '']],
  ])('cuts %j at the code %j', (text, code, parts) => {
    expect(cutAtCode(text, code)).toEqual(parts);
  });
});

describe('findLifetime', () => {
  const templates = Object.values(languages).flatMap((group) => Object.entries(group));

  it('understands every language that otp-core writes', () => {
    expect(templates.length).toBeGreaterThan(40);
    for (const [tag, template] of templates) {
      if (typeof template !== 'function') continue;
      for (const minutes of [1, 2, 3, 5, 10, 11, 15]) {
        const text = template({ ...INPUT, minutes });
        expect([tag, minutes, findLifetime(text)]).toEqual([tag, minutes, minutes * 60]);
      }
    }
  });

  it.each([
    ['482913 is your code. It is valid for 90 seconds.', 90],
    ['Code 4829. Expires in 1 hour.', 3_600],
    ['Code 4829, good for 24 hours', 86_400],
    ['Your 10-minute code is 482913', 600],
    ['Your code is 482913', null],
    ['Minimum order 30. Code 4829', null],
    ['482913 minutes', null],
  ])('of %j is %j', (text, seconds) => {
    expect(findLifetime(text)).toBe(seconds);
  });
});

describe('findExpiry', () => {
  const at = Date.UTC(2026, 0, 31, 12, 0, 1);

  it('takes the word of a provider for a verification, and that of the text for a message', () => {
    const fields = { text: 'Code 482913, 5 minutes', validitySeconds: 600 };
    expect(findExpiry(createMessage(1, { ...fields, provider: 'twilio-verify' }))?.atMs).toBe(at + 600_000);
    expect(findExpiry(createMessage(1, fields))?.atMs).toBe(at + 300_000);
  });

  it('is silent without a code, and where nothing says until when', () => {
    expect(findExpiry(createMessage(1, { code: null, text: 'See you in 5 minutes' }))).toBeNull();
    expect(findExpiry(createMessage(1))).toBeNull();
  });

  it.each([
    [1, '0:01'],
    [999, '0:01'],
    [61_000, '1:01'],
    [3_600_000, '1:00:00'],
    [0, null],
    [-5, null],
  ])('formats %d ms as %j', (milliseconds, words) => {
    expect(formatRemaining(1_000 + milliseconds, 1_000)).toBe(words);
  });
});

describe('checkAutofillLine', () => {
  it.each([
    ['Code 482913\n@example.com #482913', 'good', 'example.com'],
    ['Code 482 913\n\n@login.example.co.uk #482913', 'good', 'login.example.co.uk'],
    ['@example.com #482913', 'good', 'example.com'],
    ['Code 482913\n@example.com #482913 @frame.example', 'good', 'example.com'],
    ['Code 482913\n@пример.рф #482913', 'good', 'пример.рф'],
    ['Code 482913', 'none', 'No autofill line'],
    ['Write to me@example.com, 482913', 'none', 'No autofill line'],
    ['Code 482913\n@example.com #482913\nBye', 'bad', 'last line'],
    ['Code 482913\n@example.com #482913\n', 'bad', 'last line'],
    ['Code 482913\n@https://example.com #482913', 'bad', 'domain only'],
    ['Code 482913\n@example.com:8080 #482913', 'bad', 'domain only'],
    ['Code 482913\n@example.com/login #482913', 'bad', 'domain only'],
    ['Code 482913\n@example.com  #482913', 'bad', 'exactly'],
    ['Code 482913\n@example.com#482913', 'bad', 'exactly'],
    ['Code 482913\n@example.com 482913', 'bad', 'exactly'],
    ['Code 482913\n@example..com #482913', 'bad', 'no domain'],
    ['Code 482913\n@example.com #482914', 'bad', '#482914'],
  ])('of %j is %s', (text, state, words) => {
    const check = checkAutofillLine(text, '482913');
    expect(check.state).toBe(state);
    expect(check.words).toContain(words);
  });
});

describe('describeCost', () => {
  it.each([
    ['Hello', '1 segment · GSM-7', null],
    ['x'.repeat(161), '2 segments · GSM-7', null],
    ['Hello – you', '1 segment · UCS-2', '“–” (U+2013)'],
    ['Hello 🔒', '1 segment · UCS-2', '“🔒” (U+1F512)'],
    ['Hello\u200b', '1 segment · UCS-2', 'U+200B, which cannot be seen,'],
    ['Hello\u00a0you', '1 segment · UCS-2', 'U+00A0, which cannot be seen,'],
  ])('of %j says %s', (text, summary, reason) => {
    const cost = describeCost(countSegments(text));
    expect(cost.summary).toBe(summary);
    expect(cost.reason?.split(' is ')[0] ?? null).toBe(reason);
  });
});

describe('rules in words', () => {
  const reader = readFileSync(new URL('../rules/read-rule.ts', import.meta.url), 'utf8');
  const known = [
    ...(/FAULT_FIELDS[^=]*= \{(?<body>.*?)\n\};/s.exec(reader)?.groups?.body ?? '').matchAll(
      /^ {2}'?([a-z-]+)'?: \{(.*)\},$/gm,
    ),
  ];

  it('has a word for every fault, and offers whatever can be set of it', () => {
    expect(known.length).toBeGreaterThan(20);
    expect(FAULT_GROUPS.flatMap(([, faults]) => Object.keys(faults)).sort()).toEqual(
      known.map(([, type]) => type).sort(),
    );
    for (const [, type = '', fields = ''] of known) {
      expect([type, FAULT_DETAILS[type] ?? []]).toEqual([
        type,
        [...fields.matchAll(/(\w+): /g)].map(([, name]) => name),
      ]);
    }
  });

  it('says whom a rule strikes', () => {
    const rule = {
      id: 'rule-1',
      strikes: 0,
      fault: { type: 'lost' },
      provider: ['sns', 'twilio'],
      to: '+1555*',
    } as const;
    expect(describeFault({ type: 'late', ...{ delaySeconds: 5 } })).toBe('Message comes late, 5 s');
    expect(describeScope({ ...rule, percent: 20, times: 1 }, (name) => name.toUpperCase())).toBe(
      'SNS or TWILIO · sends · to +1555* · 20 % of calls, seed 1 · at most once',
    );
  });

  it('makes a rule of what was typed, and leaves out what was left empty', () => {
    const fields = {
      type: 'late',
      delaySeconds: '3',
      status: '500',
      provider: '',
      to: ' +1555* ',
      nth: '2',
      percent: '',
    };
    expect(readRuleFields(new Map(Object.entries(fields)))).toEqual({
      fault: { type: 'late', delaySeconds: 3 },
      to: '+1555*',
      nth: 2,
    });
  });
});

describe('the modules', () => {
  it('import each other only, by names that the inbox serves', () => {
    const names = readdirSync(new URL('./files/', import.meta.url));
    for (const name of names.filter((each) => each.endsWith('.js'))) {
      const source = readFileSync(new URL(`./files/${name}`, import.meta.url), 'utf8');
      for (const [, target = ''] of source.matchAll(/^import .*from '(.*)';$/gm)) {
        expect([name, names.includes(target.replace('./', ''))]).toEqual([name, true]);
      }
    }
  });
});

describe('hook calls in words', () => {
  it('knows every platform, and what it proves itself by', () => {
    const names = [...PLATFORM_NAMES].sort();
    expect(Object.keys(PLATFORM_TITLES).sort()).toEqual(names);
    expect(Object.keys(PLATFORM_DETAILS).sort()).toEqual(names);
  });

  it('makes a call of what was typed for the chosen platform, and leaves out the rest', () => {
    const typed = {
      ...{ platform: 'generic', url: ' http://localhost:3000/ ', to: '+15550100123', code: '', repeat: 'always' },
      ...{ authorization: 'Bearer of-nobody', secret: '', mapping: 'to=data.phone, code=data.code' },
    };
    const fields = { platform: 'generic', url: 'http://localhost:3000/', to: '+15550100123', repeat: 'always' };
    const authorization = 'Bearer of-nobody';
    const mapping = { to: 'data.phone', code: 'data.code' };
    expect(readHookFields(new Map(Object.entries(typed)))).toEqual({ ...fields, authorization, mapping });
    expect(readHookFields(new Map(Object.entries({ ...typed, platform: 'logto' })))).toEqual({
      ...{ ...fields, platform: 'logto' },
      authorization,
    });
  });

  it('says what a count means', () => {
    expect(describeCount(1, ['taken', 'taken'])).toBe('');
    expect(describeCount(0, ['failed'])).toBe('');
    expect(describeCount(0, ['taken'])).toContain('No message came here.');
    expect(describeCount(2, ['taken'])).toContain('more than once');
    expect([describeDuration(999), describeDuration(2_960)]).toEqual(['999 ms', '3.0 s']);
  });
});
