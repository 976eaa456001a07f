import { describe, expect, it } from 'vitest';
import { countSegments } from './count-segments.ts';

describe('countSegments', () => {
  it.each([
    ['an empty text', '', 'gsm-7', 1],
    ['160 GSM characters', 'a'.repeat(160), 'gsm-7', 1],
    ['161 GSM characters', 'a'.repeat(161), 'gsm-7', 2],
    ['306 GSM characters', 'a'.repeat(306), 'gsm-7', 2],
    ['307 GSM characters', 'a'.repeat(307), 'gsm-7', 3],
    ['80 characters that need an escape', '€'.repeat(80), 'gsm-7', 1],
    ['an escape that would be cut in two', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm-7', 3],
    ['70 characters outside GSM', 'д'.repeat(70), 'ucs-2', 1],
    ['71 characters outside GSM', 'д'.repeat(71), 'ucs-2', 2],
    ['a surrogate pair that would be cut in two', `${'д'.repeat(66)}😀${'д'.repeat(66)}`, 'ucs-2', 3],
    ['35 emoji', '😀'.repeat(35), 'ucs-2', 1],
  ])('counts %s', (_, text, encoding, segments) => {
    expect(countSegments(text)).toEqual({ encoding, segments });
  });
});
