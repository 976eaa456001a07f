/** The demo's page and the inbox's are one visual family. Two packages cannot share a file at run time, so each has the block. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const PAGES = ['apps/shared/page/tokens.css', 'packages/otp-inbox/src/page/files/tokens.css'];

/** Without its comment, which names the other one. */
function readBlock(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8').replace(/^\/\*.*?\*\/\s*/s, '');
}

describe('the tokens of both pages', () => {
  it('are the same', () => {
    const [demo = '', inbox = ''] = PAGES.map(readBlock);
    expect(inbox).toBe(demo);
    expect(demo).toMatch(/--accent: #0f766e;/);
  });
});
