/** The port by itself, without an engine: a challenge is issued and redeemed, of a new number each cycle. */
import type { CodeStore } from '@countersign/otp-core';
import type { Contestant } from './contestant.ts';
import { createIssueInputs, type IssueInput } from './issue-inputs.ts';

export interface StoreAlone extends Contestant {
  issue(): Promise<IssueInput>;
  redeem(input: IssueInput): Promise<void>;
}

export async function createStoreAlone(name: string, store: CodeStore): Promise<StoreAlone> {
  const nextInput = await createIssueInputs();

  async function issue(): Promise<IssueInput> {
    const input = nextInput();
    const { status } = await store.issue(input);
    if (status !== 'issued') throw new Error(`The store refused to issue: ${status}.`);
    return input;
  }

  async function redeem({ subject, purpose, challengeId, digests }: IssueInput): Promise<void> {
    const right = digests?.slice(0, 1).map(({ digest }) => digest) ?? null;
    const { status } = await store.redeem({ subject, purpose, challengeId, digests: right, nowMs: null });
    if (status !== 'accepted') throw new Error(`The store refused to redeem: ${status}.`);
  }

  return { name, issue, redeem, cycle: async () => redeem(await issue()) };
}
