/** Reads what a call was given: the values come from outside and may be anything. Each is read once. */

/** A number in E.164 form, which is also what may stand in a path. */
export function isPhoneNumber(value: unknown): value is string {
  return typeof value === 'string' && /^\+[1-9]\d{6,14}$/.test(value);
}

/** An id of Sinch's, which goes into a path and into a handle. */
export function isSinchId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(value);
}

export function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9]{3,10}$/.test(value);
}

/** The member of whatever was given; `undefined` where there is none or it cannot be read. */
export function readMember(given: unknown, name: string): unknown {
  try {
    return (Object(given) as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

export function readSignal(callOptions: unknown): AbortSignal | null | 'invalid' {
  const signal = readMember(callOptions, 'signal');
  if (signal === undefined || signal === null) return null;
  return signal instanceof AbortSignal ? signal : 'invalid';
}
