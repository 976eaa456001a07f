import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findBrokenLinks } from './find-broken-links.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-docs-'));

function site(files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('findBrokenLinks', () => {
  it('finds pages, pictures and anchors that are not there', () => {
    const html =
      '<a href="/gone.html">a</a><a href="/b.html#gone">b</a><img src="/gone.svg"><a href="/b.html#here">c</a>';
    expect(findBrokenLinks(site({ 'a.html': html, 'b.html': '<h2 id="here">b</h2>' }))).toEqual([
      { page: 'a.html', target: '/gone.html' },
      { page: 'a.html', target: '/b.html#gone' },
      { page: 'a.html', target: '/gone.svg' },
    ]);
  });

  it('follows links to folders and to pages without their ending, and leaves other sites alone', () => {
    const html = '<a href="/stores/">a</a><a href="/b">b</a><a href="https://example.com/x">c</a><a href="//x">d</a>';
    expect(findBrokenLinks(site({ 'a.html': html, 'b.html': '', 'stores/index.html': '' }))).toEqual([]);
  });
});
