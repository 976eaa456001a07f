/** The programs of a page about better-auth, as files that a test can load. Only the database is another: one in memory. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codeBlocksIn } from '../support/readme.ts';
import { ROOT, readText } from '../support/workspace.ts';

export interface LoadedPage {
  /** What each `ts` block exports, in their order. */
  readonly programs: readonly unknown[];
  remove(): void;
}

export async function loadPage(path: string): Promise<LoadedPage> {
  mkdirSync(join(ROOT, '.cache/better-auth'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.cache/better-auth/run-'));
  const blocks = codeBlocksIn(readText(path)).filter(({ language }) => language === 'ts');
  const programs: unknown[] = [];
  for (const { code, line } of blocks) {
    const file = join(folder, `block-${line}.ts`);
    writeFileSync(file, code.replaceAll("'auth.db'", "':memory:'"));
    programs.push(await import(pathToFileURL(file).href));
  }
  return { programs, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Every page exports `auth`; what a test needs of it, whatever its plug-ins are. */
export function authOf(program: unknown): {
  readonly options: object;
  readonly handler: (request: Request) => Promise<Response>;
} {
  const { auth } = program as { auth: { options: object; handler: (request: Request) => Promise<Response> } };
  return auth;
}
