/** Calls and outcomes as a person would write them down: short names, and times since the beginning. */
import type { CommandWorld } from './command-world.ts';
import type { StoreOutcome, StoreRequest } from './reference-step.ts';

export function describeRequest({ verb, input }: StoreRequest, world: CommandWorld): string {
  const { subject, nowMs, ...others } = input;
  const details = Object.entries(others)
    .filter(([name]) => name !== 'budget')
    .map(([name, value]) => `${name}: ${describeValue(name, value, world)}`);
  return `at ${since(world, nowMs ?? 0)}, number ${shorten(subject, world)}: ${[verb, ...details].join(' ')}`;
}

export function describeOutcome(outcome: StoreOutcome, world: CommandWorld): string {
  if (outcome === undefined) return 'done';
  return Object.entries(outcome)
    .map(([name, value]) => (name === 'status' ? value : `${name}: ${describeValue(name, value, world)}`))
    .join(' ');
}

function describeValue(name: string, value: unknown, world: CommandWorld): string {
  if (name.endsWith('AtMs') && typeof value === 'number') return since(world, value);
  return shorten(JSON.stringify(value) ?? 'undefined', world);
}

function shorten(text: string, world: CommandWorld): string {
  return text.replaceAll(world.prefix, '');
}

function since(world: CommandWorld, atMs: number): string {
  return atMs === 0 ? 'never' : `+${(atMs - world.startMs) / 1000} s`;
}
