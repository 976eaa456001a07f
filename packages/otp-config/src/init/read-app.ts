/** What the app in a folder says of itself: in `package.json`, and by what lies beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRAMEWORK_NAMES, FRAMEWORKS, type FrameworkName, type LanguageName } from './app-framework.ts';

export interface AppFacts {
  readonly name: string;
  readonly framework: FrameworkName;
  readonly language: LanguageName;
  /** Every package that its manifest asks for. */
  readonly packages: ReadonlySet<string>;
  /** `src` or the app's own folder, relative to it. */
  readonly sources: '' | 'src';
  /** How TypeScript names a file of the same app. */
  readonly importExtension: 'ts' | 'js';
}

/** `reason` goes on after "init". */
export type AppReading =
  | { readonly status: 'read'; readonly app: AppFacts }
  | { readonly status: 'unreadable'; readonly reason: string };

export function readApp(folder: string): AppReading {
  const manifest = readManifest(join(folder, 'package.json'));
  if (typeof manifest === 'string') return { status: 'unreadable', reason: manifest };
  const packages = new Set([...namesIn(manifest.dependencies), ...namesIn(manifest.devDependencies)]);
  if (packages.has('hono') && packages.has('wrangler')) {
    return {
      status: 'unreadable',
      reason: 'writes for Hono on Node, and this app runs on workers: see the page about workers',
    };
  }
  const known = FRAMEWORK_NAMES.find((name) => packages.has(FRAMEWORKS[name].packageName ?? ''));
  const app: AppFacts = {
    name: typeof manifest.name === 'string' ? manifest.name : 'my-app',
    framework: known ?? 'node-http',
    language: languageOf(folder, manifest, packages),
    packages,
    sources: existsSync(join(folder, 'src')) ? 'src' : '',
    importExtension: namesSourcesByTs(folder) ? 'ts' : 'js',
  };
  return { status: 'read', app };
}

type Manifest = Readonly<Record<string, unknown>>;

/** A text says what is wrong. */
function readManifest(path: string): Manifest | string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return 'finds no package.json in this folder. Start it where your app is, or make a new app: npm create countersign@latest';
  }
  try {
    // Some editors put a mark before the first letter.
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (isRecord(value)) return value;
  } catch {
    // As for a list or a number: it is no manifest.
  }
  return 'cannot read package.json: it is no JSON object';
}

function languageOf(folder: string, { type }: Manifest, packages: ReadonlySet<string>): LanguageName {
  if (packages.has('typescript') || existsSync(join(folder, 'tsconfig.json'))) return 'typescript';
  // Next compiles modules whatever the type is.
  return type === 'module' || packages.has('next') ? 'javascript' : 'commonjs';
}

function namesSourcesByTs(folder: string): boolean {
  try {
    return /"(?:allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(
      readFileSync(join(folder, 'tsconfig.json'), 'utf8'),
    );
  } catch {
    return false;
  }
}

function namesIn(dependencies: unknown): string[] {
  return isRecord(dependencies) ? Object.keys(dependencies) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
