/** Where a cycle's time goes: V8 looks every 100 microseconds which function runs, and the shares are scaled to a cycle. */
import { readFileSync } from 'node:fs';
import { type Profiler, Session } from 'node:inspector';
import { promisify } from 'node:util';

export interface Place {
  readonly name: string;
  readonly us: number;
}

export interface SampledCycle {
  readonly cycleUs: number;
  /** Of the package by folder, of Node by module. */
  readonly rooms: readonly Place[];
  readonly functions: readonly Place[];
}

const SAMPLE_EVERY_US = 100;

export async function sampleCycle(cycle: () => Promise<void>, cycles: number): Promise<SampledCycle> {
  const session = new Session();
  session.connect();
  const post = promisify(session.post.bind(session)) as (method: string, parameters?: object) => Promise<unknown>;
  await post('Profiler.enable');
  await post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
  await post('Profiler.start');
  const startedAtMs = performance.now();
  for (let done = 0; done < cycles; done += 1) await cycle();
  const cycleUs = ((performance.now() - startedAtMs) * 1000) / cycles;
  const { profile } = (await post('Profiler.stop')) as { profile: Profiler.Profile };
  session.disconnect();
  return { cycleUs, ...placesOf(profile, cycleUs) };
}

function placesOf(profile: Profiler.Profile, cycleUs: number): Pick<SampledCycle, 'rooms' | 'functions'> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const callers = new Map(
    profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)),
  );
  /** What is written in C++ has no file: it belongs to whoever called it. */
  const placeOf = (node: Profiler.ProfileNode): string => {
    const { url, lineNumber, functionName } = node.callFrame;
    const caller = url === '' && !functionName.startsWith('(') ? callers.get(node.id) : undefined;
    return caller === undefined ? fileOf(url, lineNumber) : placeOf(caller);
  };
  const samples = profile.samples ?? [];
  const rooms = new Map<string, number>();
  const functions = new Map<string, number>();
  for (const id of samples) {
    const node = nodes.get(id);
    if (node === undefined) continue;
    const { functionName } = node.callFrame;
    const file = placeOf(node);
    add(rooms, roomOf(functionName, file));
    add(functions, `${functionName || '(without a name)'}${file === '' ? '' : `, ${file}`}`);
  }
  const scaled = (counts: ReadonlyMap<string, number>) =>
    [...counts]
      .map(([name, count]) => ({ name, us: (count / samples.length) * cycleUs }))
      .toSorted((one, other) => other.us - one.us);
  return { rooms: scaled(rooms), functions: scaled(functions) };
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

const NODE_ROOMS: ReadonlyArray<readonly [file: RegExp, room: string]> = [
  [/^node:internal\/crypto\/(?:hash|hkdf)/, 'Node: HMAC'],
  [/^node:internal\/crypto\/cipher/, 'Node: AES-GCM'],
  [/^node:internal\/crypto\//, 'Node: other cryptography'],
  [/^node:(?:internal\/)?buffer/, 'Node: buffers'],
  [/^node:(?:internal\/)?timers/, 'Node: timers'],
  [/^node:/, 'Node: other'],
];

function roomOf(functionName: string, file: string): string {
  if (functionName === '(garbage collector)') return 'garbage collection';
  const room = /^otp-core\/([a-z]+)/.exec(file)?.[1];
  if (room !== undefined) return `otp-core: ${room}`;
  const [, nodeRoom] = NODE_ROOMS.find(([pattern]) => pattern.test(file)) ?? [];
  return nodeRoom ?? (file.includes('bench') ? 'the benchmark itself' : 'runtime');
}

const sourcesOfBuilds = new Map<string, readonly (readonly [line: number, file: string])[]>();

/** A build has all sources in one file, each behind its name: `// src/engine/ask.ts`. */
function fileOf(url: string, lineNumber: number): string {
  const path = /^file:\/\/(.*\/otp-core\/dist\/[a-z]+\.js)$/.exec(url)?.[1];
  if (path === undefined) return url.startsWith('file:') ? `bench/${url.split('/').at(-1)}` : url;
  const sources = sourcesOfBuilds.get(path) ?? readSources(path);
  sourcesOfBuilds.set(path, sources);
  const [, source] = sources.findLast(([line]) => line <= lineNumber) ?? [];
  return `otp-core/${source ?? 'index.ts'}`;
}

function readSources(path: string): readonly (readonly [line: number, file: string])[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text, line) => {
      const source = /^\/\/ src\/(.+)$/.exec(text)?.[1];
      return source === undefined ? [] : [[line, source] as const];
    });
}
