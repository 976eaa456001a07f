/** Opens challenges straight in the store: a million through the engine would take most of the benchmark's time. */
import type { CodeStore } from '@countersign/otp-core';
import { createIssueInputs } from '../../stores/issue-inputs.ts';

export async function fillStore(store: CodeStore, count: number, nowMs: number | null): Promise<void> {
  const nextInput = await createIssueInputs();
  for (let filled = 0; filled < count; filled += 1) {
    const outcome = await store.issue({ ...nextInput(), nowMs });
    if (outcome.status !== 'issued') throw new Error(`The store refused to be filled: ${outcome.status}.`);
  }
}
