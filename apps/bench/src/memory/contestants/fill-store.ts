/**
 * Opens challenges straight in the store: a million through the engine would take most of the benchmark's time.
 * What the store is given is what the engine once gave it, with names of its own for each.
 */
import { randomFillSync } from 'node:crypto';
import { type CodeStore, createOtpEngine, createSmsSender } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';

type IssueInput = Parameters<CodeStore['issue']>[0];

export async function fillStore(store: CodeStore, count: number, nowMs: number | null): Promise<void> {
  const sample = await sampleInput();
  for (let filled = 0; filled < count; filled += 1) {
    const outcome = await store.issue({
      ...sample,
      nowMs,
      subject: randomName(),
      challengeId: randomName(),
      salt: randomName(),
      digests: sample.digests?.map(({ length }) => ({ length, digest: randomName() })) ?? null,
    });
    if (outcome.status !== 'issued') throw new Error(`The store refused to be filled: ${outcome.status}.`);
  }
}

/** What the engine asks of a store for a usual request. */
async function sampleInput(): Promise<IssueInput> {
  const store = createMemoryCodeStore();
  let sample: IssueInput | undefined;
  const engine = createOtpEngine({
    provider: createSmsSender({ send: async () => {} }),
    store: {
      ...store,
      issue(input) {
        sample = input;
        return store.issue(input);
      },
    },
    secret: 'of the benchmark, and of nothing else',
  });
  await engine.request({ to: '+15550000000' });
  await engine.close();
  if (sample === undefined) throw new Error('The engine asked nothing of its store.');
  return sample;
}

const random = Buffer.alloc(16 * 1024);
let used = random.length;

/** As long as the engine's names, and like them a string of its own that holds no other alive. */
function randomName(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += 16;
  return random.toString('base64url', used - 16, used);
}
