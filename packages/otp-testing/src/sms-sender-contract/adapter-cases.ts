/** What every adapter keeps, whatever it sends by: the vendor's words, its library, and plain HTTP. */
import { strict as assert } from 'node:assert';
import type { SmsSender } from '@countersign/otp-core/spec';
import { assertPlainHttpStaysHere } from '../adapter-rules/plain-http.ts';
import { type AdapterLibrary, assertNamesLibrary, LOADING_FAULTS } from '../adapter-rules/unloaded-library.ts';
import { assertNotTold, tellingWords } from '../adapter-rules/vendor-words.ts';
import {
  type ArrangedSender,
  CODE,
  MESSAGE,
  type SenderCase,
  type SmsSenderContractOptions,
  withSender,
} from './arranged-sender.ts';

/** Sends once for each word that the vendor must not be seen saying. */
function saysNothingBack(scenario: 'accepts' | 'refuses'): SenderCase['run'] {
  return async (options) => {
    let said = '';
    const use = async ({ sender, credentials }: ArrangedSender) => {
      for (const telling of tellingWords({ to: MESSAGE.to, texts: [MESSAGE.text], code: CODE, credentials })) {
        said = telling.word;
        const outcome = await sender.send(MESSAGE);
        assert.equal(outcome.status === 'refused', scenario === 'refuses', `its word made it ${outcome.status}`);
        assertNotTold(outcome, telling);
      }
    };
    await withSender(options, scenario, use, () => said);
  };
}

export const VENDOR_WORD_CASES: readonly SenderCase[] = [
  {
    name: 'repeats nothing confidential in the id of a message, whole or in part',
    run: saysNothingBack('accepts'),
  },
  {
    name: 'repeats nothing confidential in what it tells of a refusal, whole or in part',
    run: saysNothingBack('refuses'),
  },
];

/** Those that can be asked of this adapter. */
export function optionalCases(options: SmsSenderContractOptions): readonly SenderCase[] {
  const { library } = options;
  const createAt = options.createAt?.bind(options);
  return [
    ...(library === undefined ? [] : libraryCases(library)),
    ...(createAt === undefined ? [] : [plainHttpCase(createAt)]),
  ];
}

function libraryCases(library: AdapterLibrary<ArrangedSender>): readonly SenderCase[] {
  return LOADING_FAULTS.map((fault) => ({
    name: `is refused as misconfigured, each time, where its library ${fault.what}`,
    async run() {
      const arranged = await library.arrangeWithout(fault.errorFor(library.name));
      try {
        for (const outcome of [await arranged.sender.send(MESSAGE), await arranged.sender.send(MESSAGE)]) {
          assert.ok(outcome.status === 'refused', `ended as ${outcome.status}`);
          assertNamesLibrary(outcome.failure, library.name, fault);
        }
        assert.equal(arranged.countRequests(), 0);
      } finally {
        await arranged.dispose?.();
      }
    },
  }));
}

function plainHttpCase(createAt: (baseUrl: string) => SmsSender): SenderCase {
  return {
    name: 'speaks plain HTTP to this machine and to no other',
    async run() {
      assertPlainHttpStaysHere(createAt);
    },
  };
}
