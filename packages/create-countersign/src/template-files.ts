/** The files that are copied as they are. Those in JavaScript are made from the TypeScript ones, by a test that keeps them alike. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Chosen } from './choices/choose.ts';
import { type AppFile, appFile } from './files/app-file.ts';

/** Beside the folder of this file, built or not. @internal */
export const TEMPLATES = fileURLToPath(new URL('../templates', import.meta.url));

/** npm leaves files of this name out of what it packs. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

export function templateFiles({ framework, language }: Chosen): readonly AppFile[] {
  const folders = ['every', ...framework.templates.map((template) => join(language.name, template))];
  const files = new Map<string, AppFile>();
  for (const file of folders.flatMap(filesIn)) files.set(file.path, file);
  // Next has a page of its own.
  if (framework.runsFrom === 'next') files.delete('public/index.html');
  return [...files.values()];
}

export function readTemplate(name: string): string {
  return readFileSync(join(TEMPLATES, name), 'utf8');
}

function filesIn(folder: string): AppFile[] {
  return readdirSync(join(TEMPLATES, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(TEMPLATES, folder).length + 1))
    .map((path) => {
      const name = path.split(sep).join('/');
      return appFile(RENAMED[name] ?? name, readTemplate(join(folder, path)));
    });
}
