import { describe, expect, it } from 'vitest';
import { createUrl } from './create-url.ts';

describe('createUrl', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:4025'],
    ['localhost', 'http://localhost:4025'],
    ['::1', 'http://[::1]:4025'],
    ['0.0.0.0', 'http://localhost:4025'],
    ['::', 'http://localhost:4025'],
  ])('makes an address of %s', (host, url) => {
    expect(createUrl(host, 4025)).toBe(url);
  });
});
