/** Counts what a cycle asks of the runtime. Counting has a price, so nothing is timed meanwhile. */
import { createHook } from 'node:async_hooks';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** How often each was done in a cycle. */
export interface CountedWork {
  readonly name: string;
  readonly times: number;
}

const COUNTED = {
  createHmac: 'HMAC-SHA-256',
  createCipheriv: 'seals (AES-256-GCM)',
  createDecipheriv: 'opened seals',
  hkdfSync: 'derived keys (HKDF)',
  randomFillSync: 'calls to the random generator of the system',
} as const;

/** To be called before the code that is counted is imported, as it takes the functions by name. */
export function watchCrypto(): (cycle: () => Promise<void>, cycles: number) => Promise<readonly CountedWork[]> {
  const counts = new Map<string, number>();
  const functions = crypto as unknown as Record<string, (...argumentList: unknown[]) => unknown>;
  const originals = Object.keys(COUNTED).map((name) => [name, functions[name]] as const);
  for (const [name, original] of originals) {
    if (original === undefined) continue;
    functions[name] = (...argumentList) => {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return original(...argumentList);
    };
  }
  syncBuiltinESMExports();

  return async (cycle, cycles) => {
    let promises = 0;
    const hook = createHook({
      init(_id, type) {
        if (type === 'PROMISE') promises += 1;
      },
    });
    counts.clear();
    hook.enable();
    for (let done = 0; done < cycles; done += 1) await cycle();
    hook.disable();
    const counted = Object.entries(COUNTED).map(([key, name]) => ({ name, times: (counts.get(key) ?? 0) / cycles }));
    return [...counted, { name: 'promises, those of the benchmark among them', times: promises / cycles }];
  };
}
