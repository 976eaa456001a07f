/** Which calls of a number are one as good as the other, so that a search need try only one of them. */
import type { StoreRequest } from '../code-store-model/reference-step.ts';
import type { RecordedCall } from './recorded-calls.ts';

/** For each call, the kind it is of: the same question, as far as the reference looks at it, and the same answer. */
export function kindsOf(calls: readonly RecordedCall[]): readonly number[] {
  const known = new Set(calls.flatMap(({ request }) => (request.verb === 'issue' ? digestsOf(request) : [])));
  const kinds = new Map<string, number>();
  return calls.map(({ request, end }) => {
    const answer = end.status === 'answered' ? { outcome: end.outcome } : 'unanswered';
    const name = JSON.stringify([relevant(request, known), answer]);
    const kind = kinds.get(name) ?? kinds.size;
    kinds.set(name, kind);
    return kind;
  });
}

function digestsOf({ input }: Extract<StoreRequest, { verb: 'issue' }>): readonly string[] {
  return input.digests?.map(({ digest }) => digest) ?? [];
}

/** Wrong guesses differ in digests that no code has. */
function relevant(request: StoreRequest, known: ReadonlySet<string>): StoreRequest {
  if (request.verb !== 'redeem') return request;
  const digests = [...new Set(request.input.digests)].filter((digest) => known.has(digest)).sort();
  return { ...request, input: { ...request.input, digests } };
}
