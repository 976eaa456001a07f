/** Follows `docs/writing-a-provider.md` literally: writes the files that it shows, compiles them and runs the contracts. */
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProviderAdapter } from '@countersign/otp-core/adapter';
import type { DeliveryReportParser, SmsSender, VerificationProvider } from '@countersign/otp-core/spec';
import { smsSenderContract, verificationProviderContract } from '@countersign/otp-testing';
import { arrangeVendor, behaviourOf } from '@countersign/test-servers/arrange-vendor';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { acmeWords, REFERENCE, RIGHT_CODE } from './support/scripted-acme.ts';
import { ROOT, readJson, readText } from './support/workspace.ts';

const PAGE = 'docs/writing-a-provider.md';
const MOST_LINES = 450;

/** The programs of the page by their paths, which stand in their first line. */
const programs = new Map(
  [...readText(PAGE).matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)].map(([, path = '', code = '']) => [path, code]),
);

// Within the repository, so that its packages are found as they are from any folder of an app.
const CACHE = join(ROOT, '.cache');
mkdirSync(CACHE, { recursive: true });
const folder = mkdtempSync(join(CACHE, 'acme-'));
for (const [path, code] of programs) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), code);
}
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface AcmePackage {
  createAcmeSmsSender(options: object): SmsSender;
  createAcmeVerificationProvider(options: object): VerificationProvider;
  createAcmeDeliveryReportParser(options: object): DeliveryReportParser;
  readonly acmeAdapter: ProviderAdapter;
}

const acme: AcmePackage = await import(/* @vite-ignore */ join(folder, 'src/index.ts'));

describe('the page about writing a provider', () => {
  it('names every file that it shows, and each once', () => {
    const named = [...readText(PAGE).matchAll(/^\| `([a-z-]+\.ts)`/gm)].map(([, name]) => `src/${name}`);
    expect([...programs.keys()]).toEqual(named);
    expect(readText(PAGE).match(/^```ts$/gm)).toHaveLength(named.length);
  });

  it(`builds the vendor in at most ${MOST_LINES} lines`, () => {
    const lines = [...programs.values()].map((code) => code.trimEnd().split('\n').length);
    expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(MOST_LINES);
  });

  it('compiles, as strictly as the adapters here', () => {
    const { compilerOptions } = readJson<{ compilerOptions: object }>('tsconfig.base.json');
    const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, ROOT);
    const program = ts.createProgram(
      [...programs.keys()].map((path) => join(folder, path)),
      options,
    );
    const errors = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      return `${file?.fileName.replace(folder, '')} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
    expect(errors).toEqual([]);
  }, 120_000);

  it('lists the settings of both products', () => {
    const { acmeAdapter } = acme;
    expect(acmeAdapter.products.map(({ name }) => name)).toEqual(['acme', 'acme-verify']);
    const [messages, verification] = acmeAdapter.products;
    const account = { apiKey: API_KEY, from: 'Acme' };
    expect(messages?.create(account).providerId).toBe('acme');
    expect(verification?.create({ apiKey: API_KEY }).providerId).toBe('acme-verify');
    expect(() => messages?.create({ ...account, form: 'Acme' })).toThrow(/form/);
  });
});

const API_KEY = 'acme_0123456789abcdefABCDEF';

const credentials = [API_KEY];

smsSenderContract(
  { describe, it },
  {
    name: 'the sender of the page',
    async arrange(scenario, word) {
      const { url, countRequests } = await arrangeVendor(behaviourOf(scenario), acmeWords('accepts', word));
      return { sender: createSenderAt(url), countRequests, credentials };
    },
    createAt: createSenderAt,
  },
);

verificationProviderContract(
  { describe, it },
  {
    name: 'the verification provider of the page',
    async arrange({ vendor }, word) {
      const { url, countRequests } = await arrangeVendor(behaviourOf(vendor), acmeWords(vendor, word));
      return {
        provider: createProviderAt(url),
        countRequests,
        reference: REFERENCE,
        rightCode: RIGHT_CODE,
        credentials,
      };
    },
    createAt: createProviderAt,
  },
);

function createSenderAt(baseUrl: string): SmsSender {
  return acme.createAcmeSmsSender({ apiKey: API_KEY, from: 'Acme', baseUrl, timeoutMs: 1_500 });
}

function createProviderAt(baseUrl: string): VerificationProvider {
  return acme.createAcmeVerificationProvider({ apiKey: API_KEY, baseUrl, timeoutMs: 1_500 });
}

describe('the receipts of the page', () => {
  const SECRET = 'webhook-secret-of-acme';
  const TIME = '2030-03-17T17:46:39Z';
  const RECEIPT = { id: 'msg_a1B2c3D4e5', status: 'failed', error: 'landline', at: TIME };

  function sign(receipt: object, { secret = SECRET, time = TIME } = {}) {
    const body = Buffer.from(JSON.stringify(receipt));
    const signature = createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
    const headers = { 'acme-signature': signature, 'acme-time': time };
    return { method: 'POST', url: '/webhooks/acme', headers, body };
  }

  async function parse(request: Parameters<DeliveryReportParser['parse']>[0]) {
    const clock = { now: () => Date.parse(TIME) };
    return acme.createAcmeDeliveryReportParser({ webhookSecret: SECRET, clock }).parse(request);
  }

  it('say what became of a message, in our categories', async () => {
    expect(await parse(sign(RECEIPT))).toMatchObject({
      status: 'verified',
      reports: [
        {
          providerId: 'acme',
          messageId: RECEIPT.id,
          status: 'undelivered',
          atMs: Date.parse(TIME),
          failure: { category: 'invalid-recipient', providerCode: 'landline' },
        },
      ],
    });
    expect(await parse(sign({ ...RECEIPT, status: 'delivered' }))).toMatchObject({
      reports: [{ status: 'delivered', failure: null }],
    });
    expect(await parse(sign({ ...RECEIPT, status: 'read' }))).toMatchObject({ status: 'verified', reports: [] });
  });

  it.each([
    ['another secret', sign(RECEIPT, { secret: 'webhook-secret-of-mallory' }), 'unauthenticated'],
    ['another body', { ...sign(RECEIPT), body: Buffer.from('{}') }, 'unauthenticated'],
    ['no headers', { ...sign(RECEIPT), headers: {} }, 'unauthenticated'],
    ['an old signature', sign(RECEIPT, { time: '2030-03-17T17:40:00Z' }), 'stale'],
    ['a time that is none', sign(RECEIPT, { time: 'now' }), 'unauthenticated'],
    ['no message', sign({ status: 'delivered' }), 'malformed'],
    ['a GET', { ...sign(RECEIPT), method: 'GET' }, 'malformed'],
  ] as const)('are refused with %s', async (_what, request, reason) => {
    expect(await parse(request)).toEqual({ status: 'refused', reason });
  });
});
