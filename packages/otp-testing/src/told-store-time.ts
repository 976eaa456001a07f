/** What every port that keeps something promises about the time of a call, asked of each of its methods. */
import { strict as assert } from 'node:assert';
import type { StoreCallOptions } from '@countersign/otp-core/spec';
import { NO_TIMES } from './no-call-options.ts';
import type { ContractCase } from './runner.ts';
import { endByOwnTime, endByToldTime } from './told-time.ts';

/** All methods, each called with an input that makes sense. */
export type TimedCalls<Subject> = (subject: Subject) => Readonly<Record<string, TimedCall>>;

type TimedCall = (options?: StoreCallOptions) => Promise<unknown>;

/** @param assertUntouched that nothing was counted or kept by calls that were refused */
export function timeCases<Subject>(
  callsOf: TimedCalls<Subject>,
  assertUntouched: (subject: Subject) => Promise<void>,
): readonly ContractCase<Subject>[] {
  return [
    {
      name: 'answers a call that says how long it has',
      async run(subject) {
        for (const call of Object.values(callsOf(subject))) await call({ timeoutMs: 60_000 });
      },
    },
    {
      name: 'refuses a call whose time is none, and does nothing for it',
      async run(subject) {
        for (const [name, call] of Object.entries(callsOf(subject))) {
          for (const options of NO_TIMES) {
            await assert.rejects(call(options as StoreCallOptions), { code: 'OTP_MISUSE' }, `${name} takes any time`);
          }
        }
        await assertUntouched(subject);
      },
    },
  ];
}

/** Of a port whose server takes connections and never answers. */
export function silenceCases<Subject>(callsOf: TimedCalls<Subject>): readonly ContractCase<Subject>[] {
  const endingBy = (end: typeof endByToldTime) => async (subject: Subject) => {
    const ended = Object.entries(callsOf(subject)).map(async ([name, call]) => {
      const failure = await end((options) =>
        call(options).then(
          () => null,
          (error: unknown) => error,
        ),
      );
      const { code }: { readonly code?: unknown } = Object(failure);
      assert.equal(code, 'OTP_STORE_UNAVAILABLE', `${name} of a server that is silent`);
    });
    await Promise.all(ended);
  };
  return [
    {
      name: 'gives up when its caller’s time is over, though it has more',
      run: endingBy(endByToldTime),
    },
    {
      name: 'gives up when its own time is over, though its caller has more',
      run: endingBy(endByOwnTime),
    },
  ];
}
