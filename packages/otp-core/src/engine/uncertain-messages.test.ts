import { describe, expect, it } from 'vitest';
import { createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

describe('an uncertain message', () => {
  it.each([
    ['hang', 'timeout'],
    ['throw', 'unknown'],
    ['leave-unknown', 'timeout'],
    ['answer-nonsense', 'unknown'],
  ] as const)('from a sender that should %s is told as %s', async (behaviour, category) => {
    const { otp, provider, clock, events } = createTestBed();
    provider.behave(behaviour);
    const requesting = otp.request({ to: NUMBER });
    await clock.advance(10_000);
    granted(await requesting);
    const [{ challengeId, subject } = { challengeId: '', subject: '' }] = events.flatMap((event) =>
      event.type === 'code-issued' ? [event] : [],
    );
    expect(events.at(-1)).toMatchObject({ type: 'message-uncertain', challengeId, subject, failure: { category } });
  });
});
