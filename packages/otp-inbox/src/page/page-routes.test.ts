import { runInNewContext, Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { sendRaw, startTestInbox } from '../test-support/test-inbox.ts';
import { SCRIPT_CONVERSATIONS } from './script-conversations.ts';

async function readFile(path: string): Promise<string> {
  const inbox = await startTestInbox();
  const { status, text } = await sendRaw(inbox, { path });
  expect(status).toBe(200);
  return text;
}

function evaluate(expression: string): unknown {
  return JSON.parse(String(runInNewContext(`${SCRIPT_CONVERSATIONS}\nJSON.stringify(${expression})`)));
}

describe('the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/page.css', 'text/css; charset=utf-8'],
    ['/page.js', 'text/javascript; charset=utf-8'],
    ['/icon.svg', 'image/svg+xml'],
  ])('serves %s', async (path, contentType) => {
    const inbox = await startTestInbox();
    const { status, headers } = await sendRaw(inbox, { path });
    expect([status, headers['content-type']]).toEqual([200, contentType]);
  });

  it('has a language, a title, landmarks and a heading', async () => {
    const html = await readFile('/');
    expect(html).toMatch(/^<!doctype html>\s*<html lang="en">/);
    for (const part of [
      /<title>[^<]+<\/title>/,
      /<header[ >]/,
      /<nav [^>]*aria-label="[^"]+"/,
      /<main[ >]/,
      /name="viewport"/,
    ]) {
      expect(html).toMatch(part);
    }
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
  });

  it('announces new messages politely and can be entered by keyboard', async () => {
    const html = await readFile('/');
    expect(html).toMatch(/role="status" aria-live="polite"/);
    expect(html).toMatch(/<a class="skip" href="#thread">/);
    for (const button of html.match(/<button[^>]*>/g) ?? []) expect(button).toContain('type="button"');
    expect(await readFile('/page.css')).toMatch(/:focus-visible \{ outline: 3px/);
  });

  it('gives every control a name, every picture an alternative, every reference its target', async () => {
    const html = await readFile('/');
    for (const [, attributes = '', content = ''] of html.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)) {
      expect(attributes.includes('aria-label=') || content.replace(/<[^>]*>/g, '').trim() !== '').toBe(true);
    }
    for (const image of html.match(/<img[^>]*>/g) ?? []) expect(image).toContain(' alt=');
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of html.matchAll(/(?:aria-labelledby|data-copy|for)="([^"]+)"/g)) expect(ids).toContain(id);
    const script = await readFile('/page.js');
    for (const [, id] of script.matchAll(/byId\('([^']+)'\)/g)) expect(ids).toContain(id);
  });

  it('has no script, style or handler inside and nothing from elsewhere', async () => {
    const html = await readFile('/');
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/page.js">']);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    for (const [, address = ''] of html.matchAll(/(?:src|href)="([^"]*)"/g)) expect(address).toMatch(/^(?:\/(?!\/)|#)/);
    expect((await readFile('/page.css')) + (await readFile('/page.js'))).not.toMatch(/https?:\/\/|url\(|@import/);
  });

  it('inserts texts as text only', async () => {
    const script = await readFile('/page.js');
    expect(() => new Script(script)).not.toThrow();
    expect(script).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc|DOMParser/,
    );
    expect(script).toContain('textContent');
  });

  it('forbids in its policy what it does not need', async () => {
    const inbox = await startTestInbox();
    const { headers } = await sendRaw(inbox, { path: '/' });
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(headers['content-security-policy']).toContain(rule);
    }
  });
});

describe("the page's script", () => {
  it('groups messages by number, the latest conversation first', () => {
    const messages = [
      { to: '+1', receivedAt: '2024-01-01T00:00:00.000Z' },
      { to: '+2', receivedAt: '2024-01-01T00:00:01.000Z' },
      { to: '+1', receivedAt: '2024-01-01T00:00:02.000Z' },
    ];
    expect(evaluate(`groupByNumber(${JSON.stringify(messages)})`)).toEqual([
      { number: '+1', messages: [messages[0], messages[2]] },
      { number: '+2', messages: [messages[1]] },
    ]);
  });

  it.each([
    ['Code 482913!', '482913', ['Code ', '482913', '!']],
    ['Code 482 913!', '482913', ['Code ', '482 913', '!']],
    ['G-482913 it is', '482913', ['G-', '482913', ' it is']],
    ['Hello', null, ['Hello', '', '']],
    ['Hello', '482913', ['Hello', '', '']],
    ['Hello', '(a+)+$', ['Hello', '', '']],
  ])('cuts %j at the code %j', (text, code, parts) => {
    expect(evaluate(`cutAtCode(${JSON.stringify(text)}, ${JSON.stringify(code)})`)).toEqual(parts);
  });
});
