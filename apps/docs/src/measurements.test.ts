import { describe, expect, it } from 'vitest';
import { measurementPictures, measurementsOf } from './measurements.ts';

describe('measurementsOf', () => {
  it('shows the chance of a year as pictures that the site has, and as a table beside the bound', () => {
    const markdown = measurementsOf('year');
    const shown = [...markdown.matchAll(/!\[[^\]]+\]\(\/([^)]+)\)/g)].map(([, path]) => path);
    expect(shown.length).toBeGreaterThan(0);
    expect(measurementPictures().map(({ path }) => path)).toEqual(expect.arrayContaining(shown));
    expect(markdown).toContain('chance of a guessed code, a year, worst attack');
  });

  it('says how to make what is not there', () => {
    expect(measurementsOf('never-run')).toBe(
      'This copy holds no figures of it. `npm run bench -- never-run` makes them.',
    );
  });
});

describe('measurementPictures', () => {
  it('needs nothing but itself: no script, no font, no other file', () => {
    for (const { svg } of measurementPictures()) {
      expect(svg).not.toMatch(/<script|<image|url\(|@import|href=/);
      expect(svg).toContain('prefers-color-scheme:dark');
    }
  });
});
