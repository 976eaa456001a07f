/** What every adapter to a vendor keeps, whatever it is asked: law 9 in the vendor's own words, its library, plain HTTP. */
import { strict as assert } from 'node:assert';
import type { VerificationProvider } from '@countersign/otp-core/spec';
import { assertPlainHttpStaysHere } from '../adapter-rules/plain-http.ts';
import { type AdapterLibrary, assertNamesLibrary, LOADING_FAULTS } from '../adapter-rules/unloaded-library.ts';
import { assertNotTold, tellingWords } from '../adapter-rules/vendor-words.ts';
import {
  type ArrangedVerificationProvider,
  type ProviderCase,
  TO,
  type VerificationProviderContractOptions,
  type VerificationProviderScenario,
  withProvider,
} from './arranged-provider.ts';

/** Asks once for each word that the vendor must not be seen saying. */
function saysNothingBack(
  scenario: VerificationProviderScenario,
  ask: (arranged: ArrangedVerificationProvider) => Promise<{ readonly status: string }>,
  allowed: readonly string[],
): ProviderCase['run'] {
  return async (options) => {
    let said = '';
    const use = async (arranged: ArrangedVerificationProvider) => {
      // Of a start, nobody but the vendor knows the code.
      const code = scenario.call === 'start' ? null : arranged.rightCode;
      for (const telling of tellingWords({ to: TO, texts: [], code, credentials: arranged.credentials })) {
        said = telling.word;
        const outcome = await ask(arranged);
        assert.ok(allowed.includes(outcome.status), `its word made it ${outcome.status}`);
        assertNotTold(outcome, telling);
      }
      return [];
    };
    await withProvider(options, scenario, use, () => said);
  };
}

export const VENDOR_WORD_CASES: readonly ProviderCase[] = [
  {
    name: 'repeats nothing confidential in a reference, whole or in part',
    run: saysNothingBack({ call: 'start', vendor: 'accepts' }, ({ provider }) => provider.start({ to: TO }), [
      'accepted',
      'unknown',
    ]),
  },
  {
    name: 'repeats nothing confidential in what it tells of a refused start, whole or in part',
    run: saysNothingBack({ call: 'start', vendor: 'refuses' }, ({ provider }) => provider.start({ to: TO }), [
      'refused',
    ]),
  },
  {
    name: 'repeats nothing confidential in what it tells of a refused check, whole or in part',
    run: saysNothingBack(
      { call: 'check', vendor: 'refuses' },
      ({ provider, reference, rightCode }) => provider.check({ to: TO, reference, code: rightCode }),
      ['unknown'],
    ),
  },
];

/** Those that can be asked of this adapter. */
export function optionalCases(options: VerificationProviderContractOptions): readonly ProviderCase[] {
  const { library } = options;
  const createAt = options.createAt?.bind(options);
  return [
    ...(library === undefined ? [] : libraryCases(library)),
    ...(createAt === undefined ? [] : [plainHttpCase(createAt)]),
  ];
}

function libraryCases(library: AdapterLibrary<ArrangedVerificationProvider>): readonly ProviderCase[] {
  return LOADING_FAULTS.map((fault) => ({
    name: `is misconfigured, each time, where its library ${fault.what}`,
    async run() {
      const arranged = await library.arrangeWithout(fault.errorFor(library.name));
      const { provider, rightCode: code } = arranged;
      try {
        for (const started of [await provider.start({ to: TO }), await provider.start({ to: TO })]) {
          assert.ok(started.status === 'refused', `a start ended as ${started.status}`);
          assertNamesLibrary(started.failure, library.name, fault);
        }
        const checked = await provider.check({ to: TO, reference: arranged.reference, code });
        assert.ok(checked.status === 'unknown', `a check ended as ${checked.status}`);
        assertNamesLibrary(checked.failure, library.name, fault);
        await provider.cancel?.(arranged.reference);
        assert.equal(arranged.countRequests(), 0);
      } finally {
        await arranged.dispose?.();
      }
    },
  }));
}

function plainHttpCase(createAt: (baseUrl: string) => VerificationProvider): ProviderCase {
  return {
    name: 'speaks plain HTTP to this machine and to no other',
    async run() {
      assertPlainHttpStaysHere(createAt);
    },
  };
}
