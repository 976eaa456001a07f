import { describe, expect, it } from 'vitest';
import { memberOf, objectIn, parseJsonObject, stringIn } from './read-json.ts';

describe('parseJsonObject', () => {
  it.each(['', '{', 'null', '7', '"a"', '[]', '[{}]', '['.repeat(60_000)])('takes %.10s for no object', (text) => {
    expect(parseJsonObject(text)).toBeNull();
  });
});

describe('memberOf', () => {
  const object = parseJsonObject('{"__proto__":{"status":"SUCCESSFUL"},"reason":7,"sms":[]}') ?? {};

  it.each(['constructor', 'toString', 'status'])('inherits nothing, such as %s', (name) => {
    expect(memberOf(object, name)).toBeUndefined();
    expect(stringIn(object, name)).toBeNull();
  });

  it('gives nothing of another type than was asked for', () => {
    expect(stringIn(object, 'reason')).toBeNull();
    expect(objectIn(object, 'sms')).toBeNull();
  });
});
