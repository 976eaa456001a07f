/** Tells states of a number apart, and takes for one what no call could tell apart. */
import type { NumberEvent, NumberHistory } from '../code-store-model/number-history.ts';

/**
 * Equal for histories after which every call is answered alike. Three things do not matter: all but the latest unlock,
 * when a challenge was seen expired, and the order of wrong guesses next to each other. (That of delegated ones does: the latest is the one that is approved.)
 */
export function keyOf(history: NumberHistory): string {
  const lastUnlock = history.findLastIndex(({ kind }) => kind === 'unlocked');
  const labels = labelsOf(history);
  const lines: string[] = [];
  const seen: string[] = [];
  let wrongs: string[] = [];
  for (const [index, event] of history.entries()) {
    if (event.kind === 'unlocked' && index !== lastUnlock) continue;
    const line = describe(event, labels);
    if (event.kind === 'seen-expired') {
      seen.push(line);
      continue;
    }
    if (event.kind === 'guessed' && event.verdict === 'wrong') {
      wrongs.push(line);
      continue;
    }
    lines.push(...wrongs.sort(), line);
    wrongs = [];
  }
  return [...lines, ...wrongs.sort(), ...seen.sort()].join('\n');
}

type Labels = ReadonlyMap<NumberEvent, string>;

/** Events name each other by reference; here a challenge is one by its place, a send or guess by its place in its challenge. */
function labelsOf(history: NumberHistory): Labels {
  const labels = new Map<NumberEvent, string>();
  const counts = new Map<string, number>();
  for (const event of history) {
    const of = 'challenge' in event ? (labels.get(event.challenge) ?? '') : '';
    const group = `${of}${event.kind}`;
    const place = counts.get(group) ?? 0;
    counts.set(group, place + 1);
    labels.set(event, `${group}${place}/`);
  }
  return labels;
}

function describe(event: NumberEvent, labels: Labels): string {
  return JSON.stringify(event, (name, value) =>
    name !== '' && (name === 'challenge' || name === 'send' || name === 'guess') ? labels.get(value) : value,
  );
}
