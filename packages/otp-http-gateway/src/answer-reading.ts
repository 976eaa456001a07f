import type { GatewayAnswer } from './gateway-answer.ts';

/** An answer whose JSON is parsed once, by the first rule that asks for it. */
export interface AnswerReading {
  readonly answer: GatewayAnswer;
  /** `undefined` where the body is no JSON. */
  json(): unknown;
}

export function createAnswerReading(answer: GatewayAnswer): AnswerReading {
  let parsed: { readonly value: unknown } | null = null;
  return {
    answer,
    json() {
      parsed ??= { value: parse(answer.body) };
      return parsed.value;
    },
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
