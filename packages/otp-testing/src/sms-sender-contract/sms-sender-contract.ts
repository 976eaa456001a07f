import { strict as assert } from 'node:assert';
import { inspect } from 'node:util';
import {
  type CallOptions,
  MESSAGE_CHANNELS,
  PROVIDER_FAILURE_CATEGORIES,
  type ProviderFailure,
  type SendOutcome,
  type SmsMessage,
  type SmsSender,
} from '@countersign/otp-core/spec';
import { assertPlainHttpStaysHere } from '../adapter-rules/plain-http.ts';
import { type AdapterLibrary, assertNamesLibrary, LOADING_FAULTS } from '../adapter-rules/unloaded-library.ts';
import { assertNotTold, NO_WORD, tellingWords, type VendorWord } from '../adapter-rules/vendor-words.ts';
import { NO_CALL_OPTIONS } from '../no-call-options.ts';
import { type ContractCase, type ContractRunner, registerCases } from '../runner.ts';
import { endByOwnTime, endByToldTime } from '../told-time.ts';

/** How the vendor behaves towards the sender under test. */
export type SmsSenderScenario =
  | 'accepts'
  /** Says no to this message, clearly. */
  | 'refuses'
  /** HTTP 429 or the vendor's word for it. */
  | 'throttles'
  /** HTTP 500 or the vendor's word for it. */
  | 'fails'
  /** Takes the request and never answers. */
  | 'hangs'
  /** Takes the request and cuts the connection. */
  | 'cuts-connection'
  /** Nobody listens. */
  | 'refuses-connection'
  /** HTTP 200 with a body that is no answer of this vendor. */
  | 'answers-garbage'
  /** HTTP 200 with a body of 10 MB. */
  | 'answers-hugely'
  /** Sends the client to another address, which answers like a vendor that accepts. */
  | 'redirects'
  /** Speaks TLS, with a certificate that nobody vouches for. */
  | 'shows-untrusted-certificate'
  /** Takes the request over TLS, with a certificate that is trusted, and answers what is no TLS. */
  | 'breaks-encryption';

/** A sender, and what can be seen of it from the vendor's side. */
export interface ArrangedSender {
  readonly sender: SmsSender;
  /** How many requests the vendor, or the address it redirects to, has been sent. */
  countRequests(): number;
  /** Everything a sender knows that nobody may see. */
  readonly credentials: readonly string[];
  dispose?(): Promise<void>;
}

/** Which sender is to keep the contract. */
export interface SmsSenderContractOptions {
  /** Named in the tests. @defaultValue 'SmsSender' */
  readonly name?: string;
  /**
   * Sets up a vendor that behaves so, and a sender that talks to it and gives up within 2 seconds. Called for each test.
   * Where the vendor accepts or refuses, `word` chooses its id or its code, anew for each request.
   */
  arrange(scenario: SmsSenderScenario, word: VendorWord): ArrangedSender | Promise<ArrangedSender>;
  /** What the sender loads with its first call. Left out: it needs no library. */
  readonly library?: AdapterLibrary<ArrangedSender>;
  /** Makes a sender whose vendor is at this base URL, or refuses to. Left out: nobody can choose the address. */
  createAt?(baseUrl: string): SmsSender;
}

/**
 * Registers the tests that every `SmsSender` has to pass: one call is at most one message, ends with an
 * outcome that is true, and tells nothing it should not.
 *
 * @example
 * smsSenderContract({ describe, it }, { name: 'my sender', arrange: (scenario, word) => startVendor(scenario, word) });
 */
export function smsSenderContract(runner: ContractRunner, options: SmsSenderContractOptions): void {
  const name = `${options.name ?? 'SmsSender'} keeps the contract`;
  const createAt = options.createAt?.bind(options);
  const cases = [
    ...CASES,
    ...(options.library === undefined ? [] : libraryCases(options.library)),
    ...(createAt === undefined ? [] : [plainHttpCase(createAt)]),
  ];
  registerCases<SmsSenderContractOptions>(runner, name, cases, (use) => use(options));
}

const CODE = '042817';
const MESSAGE = { to: '+14155550123', text: `Your code is ${CODE}.` };

/** With all that a sender may be told, in words that stand in no answer by chance. */
const FULL_MESSAGE: Required<SmsMessage> = {
  ...MESSAGE,
  ttlMs: 300_000,
  code: '042817',
  locale: 'pt-BR',
  purpose: 'wire-transfer-9',
  appName: 'Zephyr Bank',
};

type Case = ContractCase<SmsSenderContractOptions>;

/** Runs a case against one scenario and then looks for leaks in all that came out. */
async function withSender(
  options: SmsSenderContractOptions,
  scenario: SmsSenderScenario,
  use: (arranged: ArrangedSender) => Promise<unknown>,
  word: VendorWord = NO_WORD,
): Promise<void> {
  const arranged = await options.arrange(scenario, word);
  try {
    const { sender, credentials } = arranged;
    const shown = await use({ sender, credentials, countRequests: () => arranged.countRequests() });
    assertNothingLeaks([shown, arranged.sender], arranged.credentials);
  } finally {
    await arranged.dispose?.();
  }
}

function assertNothingLeaks(shown: readonly unknown[], credentials: readonly string[]): void {
  const text = shown.map((each) => `${inspect(each, { depth: 10 })}\n${JSON.stringify(each)}`).join('\n');
  for (const secret of [MESSAGE.to.slice(1), MESSAGE.text, CODE, ...credentials]) {
    assert.ok(!text.includes(secret), 'shows the number, the text, the code or a credential');
  }
  for (const told of [FULL_MESSAGE.locale, FULL_MESSAGE.purpose, FULL_MESSAGE.appName]) {
    assert.ok(!text.includes(told), 'shows the language, the purpose or the name of the app');
  }
}

function assertFailure(failure: ProviderFailure, sender: SmsSender): void {
  assert.ok(PROVIDER_FAILURE_CATEGORIES.includes(failure.category), `unknown category ${failure.category}`);
  assert.equal(typeof failure.retryable, 'boolean');
  assert.equal(failure.providerId, sender.providerId);
  assert.ok(failure.message.length > 0);
}

/** What the outcome of one send must be, and that it took exactly so many requests. */
function sendsOnce(
  scenario: SmsSenderScenario,
  allowed: readonly SendOutcome['status'][],
  requests: number,
  check: (outcome: SendOutcome) => void = () => {},
): Case['run'] {
  return async (options) => {
    await withSender(options, scenario, async (arranged) => {
      const outcome = await arranged.sender.send(MESSAGE);
      assert.ok(allowed.includes(outcome.status), `${scenario} ended as ${outcome.status}`);
      if (outcome.status !== 'accepted') assertFailure(outcome.failure, arranged.sender);
      check(outcome);
      assert.equal(arranged.countRequests(), requests, 'requests the vendor saw');
      return outcome;
    });
  };
}

/** Sends once for each word that the vendor must not be seen saying. */
function saysNothingBack(scenario: 'accepts' | 'refuses'): Case['run'] {
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

function libraryCases(library: AdapterLibrary<ArrangedSender>): readonly Case[] {
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

function plainHttpCase(createAt: (baseUrl: string) => SmsSender): Case {
  return {
    name: 'speaks plain HTTP to this machine and to no other',
    async run() {
      assertPlainHttpStaysHere(createAt);
    },
  };
}

const CASES: readonly Case[] = [
  {
    name: 'is an SmsSender with a plain, stable id and a channel that there is',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender }) => {
        assert.equal(sender.specificationVersion, 'v1');
        assert.equal(sender.kind, 'sms-sender');
        assert.match(sender.providerId, /^[a-z0-9][a-z0-9._-]{0,63}$/);
        const { channel = 'sms' } = sender;
        assert.ok(MESSAGE_CHANNELS.includes(channel), 'channel');
      }),
  },
  {
    name: 'is accepted with the id of the message, or null',
    run: sendsOnce('accepts', ['accepted'], 1, (outcome) => {
      assert.ok(outcome.status === 'accepted');
      assert.ok(outcome.messageId === null || outcome.messageId.length > 0);
    }),
  },
  {
    name: 'makes one request a message, however many are sent at once',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender, countRequests }) => {
        const outcomes = await Promise.all(Array.from({ length: 20 }, () => sender.send(MESSAGE)));
        assert.ok(outcomes.every((outcome) => outcome.status === 'accepted'));
        assert.equal(countRequests(), 20);
        return outcomes;
      }),
  },
  { name: 'is refused where the vendor says no', run: sendsOnce('refuses', ['refused'], 1) },
  {
    name: 'is refused as rate-limited where the vendor throttles, and does not try again',
    run: sendsOnce('throttles', ['refused'], 1, (outcome) => {
      assert.ok(outcome.status === 'refused');
      assert.equal(outcome.failure.category, 'rate-limited');
      assert.equal(outcome.failure.retryable, true);
    }),
  },
  { name: 'does not try again where the vendor fails', run: sendsOnce('fails', ['refused', 'unknown'], 1) },
  {
    name: 'gives up on a vendor that hangs: the message may be on its way',
    run: sendsOnce('hangs', ['unknown'], 1, (outcome) => {
      assert.ok(outcome.status === 'unknown');
      assert.equal(outcome.failure.category, 'timeout');
    }),
  },
  {
    name: 'stops at once when its signal is aborted: the message may be on its way',
    run: (options) =>
      withSender(options, 'hangs', async ({ sender, countRequests }) => {
        const controller = new AbortController();
        const sending = sender.send(MESSAGE, { signal: controller.signal });
        while (countRequests() === 0) await new Promise((resolve) => setImmediate(resolve));
        controller.abort();
        const outcome = await sending;
        assert.equal(outcome.status, 'unknown');
        return outcome;
      }),
  },
  {
    name: 'sends nothing when its signal was aborted before',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender, countRequests }) => {
        const outcome = await sender.send(MESSAGE, { signal: AbortSignal.abort() });
        assert.equal(outcome.status, 'refused');
        assert.equal(countRequests(), 0);
        return outcome;
      }),
  },
  {
    name: 'is done when its caller’s time is over, though it has more: refused only if nothing had left',
    run: (options) =>
      withSender(options, 'hangs', async ({ sender, countRequests }) => {
        const outcome = await endByToldTime((callOptions) => sender.send(MESSAGE, callOptions));
        assert.ok(outcome.status !== 'accepted', `ended as ${outcome.status}`);
        assert.equal(outcome.failure.category, 'timeout');
        if (outcome.status === 'refused') assert.ok(countRequests() <= 1, 'the vendor was asked');
        return outcome;
      }),
  },
  {
    name: 'is done when its own time is over, though its caller has more',
    run: (options) =>
      withSender(options, 'hangs', async ({ sender }) => {
        const outcome = await endByOwnTime((callOptions) => sender.send(MESSAGE, callOptions));
        assert.ok(outcome.status === 'unknown', `ended as ${outcome.status}`);
        assert.equal(outcome.failure.category, 'timeout');
        return outcome;
      }),
  },
  {
    name: 'is refused as misconfigured where its signal, its time or its options are none, and asks nobody',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender, countRequests }) => {
        const outcomes: SendOutcome[] = [];
        for (const callOptions of NO_CALL_OPTIONS)
          outcomes.push(await sender.send(MESSAGE, callOptions as CallOptions));
        for (const outcome of outcomes) {
          assert.ok(outcome.status === 'refused', `ended as ${outcome.status}`);
          assert.equal(outcome.failure.category, 'configuration');
        }
        assert.equal(countRequests(), 0);
        return outcomes;
      }),
  },
  {
    name: 'cannot know what became of a message whose connection was cut',
    run: sendsOnce('cuts-connection', ['unknown'], 1),
  },
  {
    name: 'is refused as unavailable where nobody listens: the same message may be taken later',
    run: sendsOnce('refuses-connection', ['refused'], 0, (outcome) => {
      assert.ok(outcome.status === 'refused');
      assert.equal(outcome.failure.category, 'unavailable');
      assert.equal(outcome.failure.retryable, true);
    }),
  },
  {
    name: 'takes an answer it cannot read for no success',
    run: sendsOnce('answers-garbage', ['refused', 'unknown'], 1),
  },
  { name: 'survives an answer of any size', run: sendsOnce('answers-hugely', ['refused', 'unknown'], 1) },
  {
    name: 'repeats nothing confidential in the id of a message, whole or in part',
    run: saysNothingBack('accepts'),
  },
  {
    name: 'repeats nothing confidential in what it tells of a refusal, whole or in part',
    run: saysNothingBack('refuses'),
  },
  {
    name: 'is refused as misconfigured where nobody vouches for the certificate: nothing has left',
    run: sendsOnce('shows-untrusted-certificate', ['refused'], 0, (outcome) => {
      assert.ok(outcome.status === 'refused');
      assert.equal(outcome.failure.category, 'configuration');
    }),
  },
  {
    name: 'cannot know what became of a message where the encryption breaks after it has left',
    run: sendsOnce('breaks-encryption', ['unknown'], 1, (outcome) => {
      assert.ok(outcome.status === 'unknown');
      assert.equal(outcome.failure.category, 'unavailable');
    }),
  },
  { name: 'follows no redirect', run: sendsOnce('redirects', ['refused', 'unknown'], 1) },
  {
    name: 'takes all that a message may say, and shows none of it',
    run: async (options) => {
      for (const scenario of ['accepts', 'refuses', 'fails', 'answers-garbage'] as const) {
        await withSender(options, scenario, async ({ sender, countRequests }) => {
          const outcome = await sender.send(FULL_MESSAGE);
          assert.equal(outcome.status === 'accepted', scenario === 'accepts', `${scenario} ended as ${outcome.status}`);
          assert.equal(countRequests(), 1, 'requests the vendor saw');
          return outcome;
        });
      }
    },
  },
  {
    name: 'refuses a code, a language, a purpose or a name of the app that is no text, without asking the vendor',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender, countRequests }) => {
        const outcomes: SendOutcome[] = [];
        for (const name of ['code', 'locale', 'purpose', 'appName']) {
          for (const value of [7, true, [], ['042817'], {}, '', 'half \ud83d', 'two\nlines', 'x'.repeat(5_000_000)]) {
            outcomes.push(await sender.send({ ...MESSAGE, [name]: value }));
          }
        }
        assert.ok(outcomes.every((outcome) => outcome.status === 'refused'));
        assert.equal(countRequests(), 0);
        return outcomes;
      }),
  },
  {
    name: 'refuses what is no number or no text without asking the vendor',
    run: (options) =>
      withSender(options, 'accepts', async ({ sender, countRequests }) => {
        const outcomes: SendOutcome[] = [];
        for (const to of [
          '',
          '14155550123',
          '+1 415',
          '+',
          '+٤٥٦٧٨٩٠',
          '__proto__',
          `+${'1'.repeat(5_000_000)}`,
          null,
          7,
          [],
          {},
        ]) {
          outcomes.push(await sender.send({ ...MESSAGE, to: to as string }));
        }
        for (const text of ['', null, 7, [], {}])
          outcomes.push(await sender.send({ ...MESSAGE, text: text as string }));
        assert.ok(outcomes.every((outcome) => outcome.status === 'refused'));
        assert.equal(countRequests(), 0);
        return outcomes;
      }),
  },
];
