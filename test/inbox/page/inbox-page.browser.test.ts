/** The inbox's page in a real Chromium, under its own policy. */
import { createInbox } from '@countersign/otp-inbox';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchBrowser } from '../../page/browser.ts';
import { ALICE, BOB, clipboardOf, openInboxPage, readRows, rowsIn, sendByTwilio, sendText } from './inbox-page-bed.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

describe('the list', () => {
  it('shows conversations as they come, newest first, each with its code', async () => {
    const { inbox, page, problems } = await openInboxPage(browser);
    await sendText(inbox, ALICE, 'Your code is 482913.');
    await rowsIn(page).getByText('482913', { exact: true }).waitFor();
    await sendText(inbox, BOB, 'Use 204-118 to sign in.');
    await rowsIn(page).getByText('204118', { exact: true }).waitFor();
    expect(await readRows(page)).toEqual([`${BOB} 204118`, `${ALICE} 482913`]);
    await rowsIn(page).getByText(BOB).click();
    await sendText(inbox, ALICE, 'Hello');
    await rowsIn(page).getByText('Hello').waitFor();
    expect(await readRows(page)).toEqual([ALICE, `${BOB} 204118`]);
    expect(await page.title()).toBe('(1) OTP Inbox');
    await page.getByRole('heading', { name: BOB }).waitFor();
    expect(problems).toEqual([]);
  });

  it('is searched in texts, numbers, senders and codes, and narrowed to a provider', async () => {
    const { page } = await openInboxPage(browser, {
      async before(inbox) {
        await sendText(inbox, ALICE, 'Your parcel is on its way.');
        await sendByTwilio(inbox, BOB, 'Your code is 482913.');
      },
    });
    const search = page.getByRole('searchbox');
    for (const [words, number] of [
      ['PARCEL', ALICE],
      ['4829', BOB],
      ['550100123', ALICE],
      ['15005550006', BOB],
    ] as const) {
      await search.fill(words);
      await expect.poll(() => rowsIn(page).locator('.number').allTextContents()).toEqual([number]);
    }
    await search.fill('nothing like this');
    await page.getByText('No message fits.').waitFor();
    await search.fill('');
    await page.getByLabel('Show the messages of').selectOption('Twilio Messages');
    await expect.poll(() => readRows(page)).toEqual([`${BOB} 482913`]);
    await page.getByText('1 number · 1 message').waitFor();
  });

  it('follows what other pages and tests delete', async () => {
    const { inbox, page } = await openInboxPage(browser, {
      async before(before) {
        await sendText(before, ALICE, 'Your code is 482913.');
        await sendText(before, BOB, 'Your code is 204118.');
      },
    });
    await expect.poll(() => rowsIn(page).count()).toBe(2);
    inbox.delete({ to: BOB });
    await expect.poll(() => readRows(page)).toEqual([`${ALICE} 482913`]);
    inbox.clear();
    await page.getByRole('heading', { name: 'No messages yet' }).waitFor();
  });

  it('catches up when the inbox comes back after a restart', async () => {
    const { inbox, page } = await openInboxPage(browser, {
      before: (before) => sendText(before, ALICE, 'Your code is 482913.'),
    });
    await expect.poll(() => readRows(page)).toEqual([`${ALICE} 482913`]);
    const port = Number(new URL(inbox.url).port);
    await inbox.close();
    await page.locator('#status[data-state="offline"]').waitFor();
    const next = createInbox({ port });
    onTestFinished(() => next.close());
    await next.listen();
    await sendText(next, BOB, 'Your code is 204118.');
    await page.locator('#status[data-state="live"]').waitFor();
    await expect.poll(() => readRows(page)).toEqual([`${BOB} 204118`]);
  });
});

describe('deleting', () => {
  it('takes one message, one number, or all', async () => {
    const { inbox, page } = await openInboxPage(browser, {
      async before(before) {
        await sendText(before, ALICE, 'First, 111111');
        await sendText(before, ALICE, 'Second, 222222');
        await sendText(before, BOB, 'Third, 333333');
      },
    });
    await rowsIn(page).getByText(ALICE).click();
    await page.locator('.text').getByText('Second, 222222').waitFor();
    await page
      .getByRole('button', { name: /^Delete the message of/ })
      .first()
      .click();
    await expect.poll(() => inbox.messages({ to: ALICE }).map(({ code }) => code)).toEqual(['111111']);

    await page.getByRole('button', { name: 'Delete these' }).click();
    await page.getByRole('heading', { name: `Delete all messages to ${ALICE}?` }).waitFor();
    await page.getByRole('button', { name: 'Keep them' }).click();
    expect(inbox.messages()).toHaveLength(2);
    await page.getByRole('button', { name: 'Delete these' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.poll(() => readRows(page)).toEqual([`${BOB} 333333`]);

    await page.getByRole('button', { name: 'Delete all' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('heading', { name: 'No messages yet' }).waitFor();
    expect(inbox.messages()).toEqual([]);
  });
});

describe('a message', () => {
  it('has its code to copy, and counts down until it expires', async () => {
    const { inbox, page } = await openInboxPage(browser);
    await sendText(inbox, ALICE, 'Your code is 482913. It expires in 2 minutes.');
    await page.getByRole('button', { name: 'Copy code 4 8 2 9 1 3' }).click();
    expect(await clipboardOf(page)).toBe('482913');
    await page.getByText('Copied').first().waitFor();
    expect(await page.locator('.countdown').textContent()).toMatch(/^expires in [12]:\d\d$/);
  });

  it('says when its code is over', async () => {
    const { page } = await openInboxPage(browser, {
      before: (inbox) => sendText(inbox, ALICE, 'Your code is 482913. It expires in 1 minute.'),
    });
    await page.locator('.countdown').waitFor();
    await page.clock.install();
    await page.clock.setFixedTime(Date.now() + 61_000);
    await page.reload();
    await page.getByText('expired', { exact: true }).waitFor();
    expect(await page.locator('.chip.over').count()).toBe(1);
  });

  it('tells segments, encoding, the character that forced it, and checks the autofill line', async () => {
    const { inbox, page } = await openInboxPage(browser);
    await sendText(inbox, ALICE, 'Your code is 482913 – thanks\n@example.com #482913');
    await page.getByText('1 segment · UCS-2. “–” (U+2013) is not in GSM-7').waitFor();
    await page.getByText('Autofill works on example.com').waitFor();
    await sendText(inbox, ALICE, 'Your code is 482913\n@https://example.com #482913');
    await page.getByText('takes a domain only').waitFor();
  });

  it('shows how it was delivered as that happens, and the raw request without its secret', async () => {
    const { inbox, page } = await openInboxPage(browser);
    await sendByTwilio(inbox, ALICE, 'Your code is 482913.');
    const timeline = page.locator('.timeline li');
    await timeline.getByText('Accepted').waitFor();
    await timeline.getByText('Delivered').waitFor({ timeout: 10_000 });
    await page.getByText('Raw request').click();
    const request = page.locator('.raw code');
    expect(await request.textContent()).toMatch(/^POST \/2010-04-01\/Accounts\/AC[0-9a-f]+\/Messages\.json\n/);
    expect(await request.textContent()).toContain('Body=Your');
    expect(await request.textContent()).not.toContain('secret-of-nobody');
    await page.getByText('Provider’s id').waitFor();
  });
});

describe('rules', () => {
  it('are added and removed, and show what they struck', async () => {
    const { inbox, page } = await openInboxPage(browser, { path: '#/rules' });
    await page.getByLabel('What goes wrong').selectOption('Message is undelivered');
    await page.getByLabel('Number, or its beginning with *').fill('1555');
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByText('has a to that is not a number').waitFor();
    await page.getByLabel('Number, or its beginning with *').fill('+1555*');
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByText('any provider · sends · to +1555*').waitFor();
    expect(inbox.rules.list()).toMatchObject([{ fault: { type: 'undelivered' }, to: '+1555*' }]);

    await sendByTwilio(inbox, ALICE, 'Your code is 482913.');
    await page.getByText('struck once').waitFor();
    await page.locator('.strikes').getByText(`send to ${ALICE}`).waitFor();
    await page.getByRole('button', { name: 'Show' }).click();
    await page.locator('.timeline').getByText('Rule: Message is undelivered').waitFor();

    await page.getByRole('link', { name: 'Rules' }).click();
    await page.getByRole('button', { name: /^Remove rule-1/ }).click();
    await expect.poll(() => inbox.rules.list()).toEqual([]);
    await page.getByText('any provider · sends').waitFor({ state: 'detached' });
  });

  it('that are added elsewhere appear', async () => {
    const { inbox, page } = await openInboxPage(browser, { path: '#/rules' });
    inbox.rules.add({ fault: { type: 'rate-limited', retryAfterSeconds: 7 }, provider: 'sns', call: 'check' });
    await page.getByText('Too many requests (429), retry after 7 s').waitFor();
    await page.getByText('Amazon SNS · checks of codes').waitFor();
    expect(await page.locator('.magic-number').count()).toBeGreaterThan(10);
  });
});

describe('the keyboard', () => {
  it('goes through conversations and messages, copies, searches and helps', async () => {
    const { page } = await openInboxPage(browser, {
      async before(inbox) {
        await sendText(inbox, ALICE, 'First, 111111');
        await sendText(inbox, ALICE, 'Second, 222222');
        await sendText(inbox, BOB, 'Third, 333333');
      },
    });
    const press = (key: string) => page.keyboard.press(key);
    await page.getByText('Third, 333333').first().waitFor();
    await press('c');
    await expect.poll(() => clipboardOf(page)).toBe('333333');
    await press('ArrowDown');
    await press('c');
    await expect.poll(() => clipboardOf(page)).toBe('222222');
    await press('ArrowRight');
    await press('ArrowDown');
    await press('c');
    await expect.poll(() => clipboardOf(page)).toBe('111111');
    await press('ArrowLeft');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('conversations');
    await press('/');
    await page.keyboard.type('third/c?');
    expect(await page.getByRole('searchbox').inputValue()).toBe('third/c?');
    await press('Escape');
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
    await press('?');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    await page.getByLabel('Shortcuts of a single character').uncheck();
    await press('Escape');
    await press('?');
    expect(await page.getByRole('heading', { name: 'Keyboard shortcuts' }).isVisible()).toBe(false);
  });
});

describe('desktop notifications', () => {
  it('come while nobody looks, once they are turned on', async () => {
    const { inbox, page } = await openInboxPage(browser);
    await page.evaluate(() => {
      const shown: string[] = [];
      class Recorder extends EventTarget {
        static permission = 'granted';
        static requestPermission = async () => 'granted';
        constructor(title: string, { body }: { body: string }) {
          super();
          shown.push(`${title}: ${body}`);
        }
      }
      Object.assign(window, { Notification: Recorder, shown });
      document.hasFocus = () => false;
    });
    const told = () => page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
    await sendText(inbox, ALICE, 'First, 111111');
    await page.getByText('First, 111111').first().waitFor();
    expect(await told()).toEqual([]);
    const button = page.getByRole('button', { name: 'Desktop notifications' });
    await button.click();
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    await page.locator('#status[data-state="live"]').waitFor();
    await sendText(inbox, ALICE, 'Second code 222222');
    await expect.poll(told).toEqual([`222222 for ${ALICE}: Second code 222222`]);
  });
});

describe('the empty page', () => {
  it('tells for each provider what to paste', async () => {
    const { inbox, page } = await openInboxPage(browser);
    await page.getByRole('heading', { name: 'No messages yet' }).waitFor();
    for (const { provider, title, address, credentials, sdk } of inbox.settings()) {
      const card = page.locator(`#settings-${provider}`);
      expect(await card.locator('h3').textContent()).toBe(title);
      await card.getByRole('button', { name: `Copy the variables for ${title}` }).click();
      const lines = Object.entries({ OTP_PROVIDER: provider, ...address, ...credentials });
      await expect.poll(() => clipboardOf(page)).toBe(lines.map(([name, value]) => `${name}=${value}`).join('\n'));
      await card.getByRole('button', { name: `Copy the line for ${title}` }).click();
      await expect.poll(() => clipboardOf(page)).toBe(sdk);
    }
    await page.getByText(`TELNYX_PUBLIC_KEY=${inbox.telnyxPublicKey}`).waitFor();
  });

  it('sends a message to see what it looks like', async () => {
    const { page } = await openInboxPage(browser);
    await page.getByRole('button', { name: 'Send a test message' }).click();
    await page.getByText('Autofill works on example.com').waitFor();
    expect(await readRows(page)).toHaveLength(1);
  });
});

describe('a narrow window', () => {
  it('shows the list or one conversation, and the way back of the browser', async () => {
    const { page } = await openInboxPage(browser, {
      browser: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
      before: (inbox) => sendText(inbox, ALICE, 'Your code is 482913.'),
    });
    await rowsIn(page).tap();
    await page.getByRole('button', { name: /^Copy code/ }).waitFor();
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    await page.goBack();
    await page.getByRole('searchbox').waitFor();
    await rowsIn(page).tap();
    await page.locator('#conversation').getByRole('link', { name: 'All conversations' }).tap();
    await page.getByRole('searchbox').waitFor();
  });
});

describe('a message that is an attack', () => {
  const ATTACKS = [
    '<script>globalThis.attacked = true</script> code 482913',
    '<img src=x onerror="globalThis.attacked = true"> code 482913',
    '"><svg onload=globalThis.attacked=true> code 482913',
    '<iframe srcdoc="<script>parent.attacked = true</script>"></iframe> code 482913',
    '<style>body { display: none }</style><link rel=stylesheet href=//evil.example/x.css> 482913',
    '<base href="//evil.example/"><form action=//evil.example><button>code 482913',
    'javascript:globalThis.attacked=true //code 482913',
    '\u202e482913 edoc ruoy si siht\u202c',
    `code 482913 ${'x'.repeat(1_500)}`,
  ];

  it('stays text in the list, in the conversation and in the raw request', async () => {
    const asked: string[] = [];
    const { inbox, page, problems } = await openInboxPage(browser);
    page.on('request', (request) => asked.push(request.url()));
    for (const attack of ATTACKS) await sendText(inbox, ALICE, attack);
    await page.getByRole('heading', { name: ALICE }).waitFor();
    await expect.poll(() => page.locator('.text').count()).toBe(ATTACKS.length);
    await page.getByText('Raw request').filter({ visible: true }).click();
    expect(await page.locator('.text').allTextContents()).toEqual([...ATTACKS].reverse());
    expect(await page.evaluate(() => 'attacked' in globalThis)).toBe(false);
    expect(await page.locator('main :is(script, iframe, img, style, link, base)').count()).toBe(0);
    expect(asked.filter((url) => !url.startsWith(inbox.url))).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('cannot be an element, even if the page were wrong: the policy refuses', async () => {
    const { page } = await openInboxPage(browser);
    const refusal = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<img src=x>';
        return 'taken';
      } catch (error) {
        return String(error);
      }
    });
    expect(refusal).toContain('TrustedHTML');
  });
});

describe('with a token', () => {
  it('is opened once by the token, and lives on its cookie', async () => {
    const token = 'a-token-for-the-test-0123';
    const { inbox, page } = await openInboxPage(browser, { inbox: { token }, path: `?token=${token}` });
    expect(page.url()).toBe(`${inbox.url}/`);
    expect(await page.locator('#providers').textContent()).toContain(token);
    await page.context().clearCookies();
    await page.reload();
    await page.getByLabel('This inbox is shared').fill(token);
    await page.getByRole('button', { name: 'Open the inbox' }).click();
    await page.getByRole('heading', { name: 'No messages yet' }).waitFor();
  });
});
