import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { resolveHttpGatewayOptions } from '../resolve-http-gateway-options.ts';
import { GATEWAY_PRESETS } from './gateway-presets.ts';

const presets = Object.entries(GATEWAY_PRESETS);

/** Every expression in a preset, however deep. */
function expressionsIn(value: unknown): RegExp[] {
  if (value instanceof RegExp) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}

const expressions = presets.flatMap(([name, preset]) =>
  expressionsIn(preset).map((expression) => [name, expression] as const),
);

/** An expression without its escapes and sets, so that what is left of `*`, `+`, `{` and `(` has its meaning. */
function skeletonOf({ source }: RegExp): string {
  return source.replaceAll(/\\./g, 'a').replaceAll(/\[[^\]]*\]/g, 'a');
}

/** Beginnings of every answer there is, grown to 64 kB by what an expression might repeat. */
const HOSTILE_BODIES = [
  ...['', '0|', 'OK ', 'OK: 0; ', 'ID: ', 'ERR ', '"type":"', '"error":', 'SMSGlobalMsgID: ', '2000 = SUCCESS:'],
  ...['Success "', '39123456789,', 'error_', '0123456789abcdef0123456789abcdef'],
].flatMap((start) =>
  ['0', 'a', ' ', '"', '"type":"', '"error" : ', 'SMSGlobalMsgID:', '\n'].map((unit) =>
    (start + unit.repeat(65_536)).slice(0, 65_536),
  ),
);

describe('the presets', () => {
  it('are nineteen, each with a table of its requests and answers', () => {
    expect(presets).toHaveLength(19);
    expect(presets.filter(([name]) => !existsSync(`${import.meta.dirname}/${name}.test.ts`))).toEqual([]);
  });

  it.each(presets)('need no more than they say: %s', (name, { needs, endpoint }) => {
    const parameters = needs.filter((need) => need.startsWith('parameters.')).map((need) => [need.slice(11), 'x']);
    const others = needs.filter((need) => !need.startsWith('parameters.')).map((need) => [need, 'x']);
    const options = {
      preset: name,
      ...(endpoint === undefined ? { endpoint: 'https://gateway.example/send' } : {}),
      ...Object.fromEntries(others),
      parameters: Object.fromEntries(parameters),
    };
    expect(resolveHttpGatewayOptions(options).providerId).toBe(name);
  });

  it.each(presets)('lead to their vendor over TLS only: %s', (_name, { endpoint }) => {
    expect(endpoint ?? 'https://').toMatch(/^https:\/\//);
  });

  it.each(presets)('take no bare status for a success: %s', (_name, { answers }) => {
    if (answers === undefined) return;
    const accepted = [answers.accepted].flat();
    expect(accepted).not.toEqual([]);
    for (const rule of accepted) {
      expect(rule).toMatchObject({ status: expect.any(Number) });
      expect(rule).toSatisfy((pattern: object) => 'body' in pattern || 'json' in pattern);
    }
  });

  /** So a match from one position costs at most a fixed number of steps, and all of them a multiple of the body's length. */
  it.each(expressions)('match in linear time: %s %s', (_name, expression) => {
    const skeleton = skeletonOf(expression);
    expect(skeleton).not.toMatch(/[*+]|\{\d+,\}/);
    expect(skeleton).not.toMatch(/\)[{?]/);
    expect(expression.flags).toBe('');
  });

  it('are not held up by the longest and worst of answers', () => {
    const startedAt = performance.now();
    for (const [, expression] of expressions) {
      for (const body of HOSTILE_BODIES) expression.test(body);
    }
    // Milliseconds each; what backtracks without end takes minutes for one.
    expect((performance.now() - startedAt) / (expressions.length * HOSTILE_BODIES.length)).toBeLessThan(5);
  });
});
