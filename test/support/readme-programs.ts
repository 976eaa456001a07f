/** Turns code blocks into programs inside the workspace, checks their types together and runs each by itself. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { createInbox } from '@countersign/otp-inbox';
import ts from 'typescript';
import { runProgram } from './run-program.ts';
import { hostSharingLibraries } from './type-programs.ts';
import { ROOT, readJson } from './workspace.ts';

export interface ReadmeProgram {
  /** Unique and readable, for example `packages/otp-core/README.md:12`. */
  readonly id: string;
  readonly code: string;
}

export interface ReadmeProgramResult {
  readonly typeErrors: readonly string[];
  readonly exitCode: number | null;
  readonly stderr: string;
  /** Outcomes that a comment shows and the program did not print, for example `status: 'accepted'`. */
  readonly unprinted: readonly string[];
}

export interface ReadmeProgramOptions {
  /** @defaultValue 20000 */
  readonly timeLimitMs?: number;
}

/** One that ends well, says nothing on standard error and has no type error. */
export const FLAWLESS: ReadmeProgramResult = { typeErrors: [], exitCode: 0, stderr: '', unprinted: [] };

export async function tryPrograms(
  programs: readonly ReadmeProgram[],
  options: ReadmeProgramOptions = {},
): Promise<Map<string, ReadmeProgramResult>> {
  const folder = makeFolder();
  // Stands behind the lines that a reader writes: no README needs a server of its own, and none reaches a vendor.
  const inbox = createInbox({ port: 0 });
  await inbox.listen();
  try {
    const written = programs.map((program) => ({ ...program, path: write(folder, program) }));
    const typeErrors = typeErrorsOf(written.map(({ path }) => path));
    const results = new Map<string, ReadmeProgramResult>();
    const queue = [...written];
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        writeFileSync(next.path, toInbox(readFileSync(next.path, 'utf8'), inbox.url));
        const environment = environmentOf(inbox);
        const { exitCode, stdout, stderr } = await runStandAlone(next.path, environment, options.timeLimitMs ?? 20_000);
        const unprinted = outcomesShownIn(next.code).filter((outcome) => !stdout.includes(outcome));
        results.set(next.id, { typeErrors: typeErrors.get(next.path) ?? [], exitCode, stderr, unprinted });
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    return results;
  } finally {
    await inbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Inside the workspace, so that imports by package name resolve; a folder of its own, so that runs do not meet. */
function makeFolder(): string {
  mkdirSync(join(ROOT, '.cache/readme'), { recursive: true });
  return mkdtempSync(join(ROOT, '.cache/readme/run-'));
}

/** What the program prints of a sender or a parser, by its own comments. */
function outcomesShownIn(code: string): string[] {
  return [...code.matchAll(/\/\/ \{ (status: '[a-z-]+')/g)].map(([, outcome = '']) => outcome);
}

/** Senders that take no address from the environment get the inbox's as their first option. Lines stay where they are. */
const BASE_URLS: Readonly<Record<string, string>> = {
  createTwilioSmsSender: '',
  createTelnyxSmsSender: '/v2',
  createSinchSmsSender: '',
};

function toInbox(code: string, url: string): string {
  if (code.includes('baseUrl')) return code;
  return Object.entries(BASE_URLS).reduce(
    (changed, [factory, path]) => changed.replaceAll(`${factory}({`, `${factory}({ baseUrl: '${url}${path}', `),
    code,
  );
}

function write(folder: string, { id, code }: ReadmeProgram): string {
  const path = join(folder, `${id.replaceAll(':', '-')}.ts`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
  return path;
}

/** Programs that cannot run here: as a bundler for the browser would take them, they are compiled at least. */
export function typeErrorsOfBundled(programs: readonly ReadmeProgram[]): Map<string, readonly string[]> {
  const folder = makeFolder();
  try {
    const written = programs.map((program) => ({ ...program, path: write(folder, program) }));
    const libraries = join(ROOT, 'test/support/browser-libraries.d.ts');
    const errors = typeErrorsOf([...written.map(({ path }) => path), libraries], BUNDLED);
    return new Map(written.map(({ id, path }) => [id, errors.get(path) ?? []]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const BUNDLED = { module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'dom'] };

/** All in one program, for speed; each file is a module, so they do not see each other. */
export function typeErrorsOf(paths: readonly string[], changes: object = {}): Map<string, string[]> {
  const base = readJson<{ compilerOptions: object }>('tsconfig.base.json');
  const compilerOptions = { ...base.compilerOptions, moduleDetection: 'force', ...changes };
  const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, ROOT);
  const program = ts.createProgram(paths, options, hostSharingLibraries(options));
  return new Map(
    paths.map((path) => [path, ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(describeDiagnostic)]),
  );
}

function describeDiagnostic({ file, start, messageText }: ts.Diagnostic): string {
  const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1;
  return `line ${line} of the block: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
}

/** The `.env` that READMEs have their readers begin with. */
const READERS_ENVIRONMENT = {
  OTP_PROVIDER: 'inbox',
  OTP_SECRET: 'eYq3mJw7Zr5Yk1uXcD9sLfH2bNeT8gQaRiOvW6pV',
  OTP_HOOK_PLATFORM: 'supabase',
  OTP_HOOK_SECRET: 'v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  OTP_HOOK_KEY_SECRET: 'rZ8fQ1vYt6Lq3WcXn0JbKs7DhPm2EuGa',
  PROOF_KEY: 'hV4kP9sXw2Lr7tBqZc3mN8yGdF1jKa6uRe0oTiSl',
  BETTER_AUTH_SECRET: 'uT4kQzX9bW2mLc7PrV5nYd8HsJ3gFe6AaRoB1iNq',
  TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
  TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
  TELNYX_API_KEY: 'KEY0123456789ABCDEF',
  SINCH_SERVICE_PLAN_ID: 'your-plan',
  SINCH_API_TOKEN: 'your-token',
  SMS_API_KEY: 'key',
  SMS_PASSWORD: 'secret',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

function environmentOf({ url, gatewayEndpoint }: { url: string; gatewayEndpoint: string }): NodeJS.ProcessEnv {
  return { ...READERS_ENVIRONMENT, SMS_ENDPOINT: gatewayEndpoint, AWS_ENDPOINT_URL_SNS: url };
}

/** As a reader would run it: none of the test runner's environment, the Node that the tests run on. */
function runStandAlone(path: string, environment: NodeJS.ProcessEnv, timeLimitMs: number) {
  // Node 22 strips types by itself but says on standard error that this is experimental.
  const flags = ['--disable-warning=ExperimentalWarning'];
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  return runProgram(process.execPath, [...flags, path], {
    cwd: dirname(path),
    timeLimitMs,
    environment: { PATH, HOME, NODE_COMPILE_CACHE, ...environment },
  });
}
