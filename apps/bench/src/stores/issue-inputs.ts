/** What the engine asks of a store for a usual request by somebody unknown, with names of its own for each. */
import { randomFillSync } from 'node:crypto';
import { type CodeStore, createOtpEngine, createSmsSender } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';

export type IssueInput = Parameters<CodeStore['issue']>[0];

/** Makes one input after another. `nowMs` is `null`: the store's own clock decides. */
export async function createIssueInputs(): Promise<() => IssueInput> {
  const sample = await sampleInput();
  return () => ({
    ...sample,
    nowMs: null,
    subject: randomName(),
    challengeId: randomName(),
    salt: randomName(),
    digests: sample.digests?.map(({ length }) => ({ length, digest: randomName() })) ?? null,
  });
}

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
