/** The page as it is served: what a browser may do with it, and what must not be in it. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sendRaw, startTestInbox } from '../test-support/test-inbox.ts';

const FILES = readdirSync(new URL('./files/', import.meta.url));
const SCRIPTS = FILES.filter((name) => name.endsWith('.js'));
const STYLES = FILES.filter((name) => name.endsWith('.css'));

async function readFile(path: string): Promise<string> {
  const inbox = await startTestInbox();
  const { status, text } = await sendRaw(inbox, { path });
  expect(status).toBe(200);
  return text;
}

async function readAll(names: readonly string[]): Promise<string> {
  const texts = await Promise.all(names.map((name) => readFile(`/page/${name}`)));
  return texts.join('\n');
}

describe('the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/page/layout.css', 'text/css; charset=utf-8'],
    ['/page/main.js', 'text/javascript; charset=utf-8'],
    ['/page/icon.svg', 'image/svg+xml'],
  ])('serves %s', async (path, contentType) => {
    const inbox = await startTestInbox();
    const { status, headers } = await sendRaw(inbox, { path });
    expect([status, headers['content-type']]).toEqual([200, contentType]);
  });

  it.each(['../package.json', '%2e%2e%2fpage-files.ts', 'none.js', 'page-files.ts', '.js', 'main.js.map'])(
    'has no file %s',
    async (name) => {
      const inbox = await startTestInbox();
      expect((await sendRaw(inbox, { path: `/page/${name}` })).status).toBe(404);
    },
  );

  it('names every style sheet, and loads nothing that there is not', async () => {
    const html = await readFile('/');
    const named = [...html.matchAll(/(?:src|href)="\/page\/([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !FILES.includes(name))).toEqual([]);
    expect(STYLES.filter((name) => !named.includes(name))).toEqual([]);
  });

  it('knows how many messages the inbox keeps', async () => {
    const inbox = await startTestInbox({ maxMessages: 7 });
    expect((await sendRaw(inbox, { path: '/' })).text).toContain('data-max-messages="7"');
  });

  it('has a language, a title, landmarks and a heading', async () => {
    const html = await readFile('/');
    expect(html).toMatch(/^<!doctype html>\s*<html lang="en"/);
    for (const part of [
      /<title>[^<]+<\/title>/,
      /<header[ >]/,
      /<nav [^>]*aria-label="[^"]+"/,
      /role="listbox"[^>]*aria-label="[^"]+"/,
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
    expect(html).toMatch(/<a class="skip" href="#main"/);
    for (const button of html.match(/<button[^>]*>/g) ?? []) expect(button).toMatch(/type="(?:button|submit)"/);
    expect(await readFile('/page/base.css')).toMatch(/:focus-visible \{\s*outline: 3px/);
  });

  it('gives every control a name, every picture an alternative, every reference its target', async () => {
    const html = await readFile('/');
    for (const [, attributes = '', content = ''] of html.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)) {
      expect(attributes.includes('aria-label=') || content.replace(/<[^>]*>/g, '').trim() !== '').toBe(true);
    }
    for (const image of html.match(/<img[^>]*>/g) ?? []) expect(image).toContain(' alt=');
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of html.matchAll(/(?:aria-labelledby|for)="([^"]+)"/g)) expect(ids).toContain(id);
    const script = await readAll(SCRIPTS);
    for (const [, id] of script.matchAll(/byId\('([^']+)'[,)]/g)) expect(ids).toContain(id);
  });

  it('has no script, style or handler inside and nothing from elsewhere', async () => {
    const html = await readFile('/');
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/page/main.js">']);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    for (const [, address = ''] of html.matchAll(/(?:src|href)="([^"]*)"/g)) expect(address).toMatch(/^(?:\/(?!\/)|#)/);
    // Comments may name a specification.
    const loaded = (await readAll([...STYLES, ...SCRIPTS])).replace(/\/\*.*?\*\//gs, '');
    expect(loaded.replace(/url\("\/page\/[a-z-]+\.svg"\)/g, '')).not.toMatch(/https?:\/\/[^, ]|url\(|@import/);
  });

  it('inserts texts as text only', async () => {
    const script = await readAll(SCRIPTS);
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
