/** Calls and outcomes as a person would write them down: short names, and times since the beginning. */
import type { StoreOutcome, StoreRequest } from './reference-step.ts';

/** What a reader need not see of names and times: their common beginnings. */
export interface Beginnings {
  readonly prefix: string;
  readonly startMs: number;
}

export function describeRequest(request: StoreRequest, beginnings: Beginnings): string {
  const number = shorten(request.input.subject, beginnings);
  return `${describeTime(request, beginnings)}, number ${number}: ${describeQuestion(request, beginnings)}`;
}

export function describeTime({ input: { nowMs } }: StoreRequest, beginnings: Beginnings): string {
  return nowMs === null ? "by the store's clock" : `at ${since(beginnings, nowMs)}`;
}

/** Without the number and the time. */
export function describeQuestion({ verb, input }: StoreRequest, beginnings: Beginnings): string {
  const details = Object.entries(input)
    .filter(([name]) => !['subject', 'nowMs', 'budget'].includes(name))
    .map(([name, value]) => `${name}: ${describeValue(name, value, beginnings)}`);
  return [verb, ...details].join(' ');
}

export function describeOutcome(outcome: StoreOutcome, beginnings: Beginnings): string {
  if (outcome === undefined) return 'done';
  return Object.entries(outcome)
    .map(([name, value]) => (name === 'status' ? value : `${name}: ${describeValue(name, value, beginnings)}`))
    .join(' ');
}

function describeValue(name: string, value: unknown, beginnings: Beginnings): string {
  if (name.endsWith('AtMs') && typeof value === 'number') return since(beginnings, value);
  return shorten(JSON.stringify(value) ?? 'undefined', beginnings);
}

function shorten(text: string, beginnings: Beginnings): string {
  return text.replaceAll(beginnings.prefix, '');
}

function since(beginnings: Beginnings, atMs: number): string {
  return atMs === 0 ? 'never' : `+${(atMs - beginnings.startMs) / 1000} s`;
}
