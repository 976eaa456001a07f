/**
 * The files that the page is made of: beside the sources, and beside what is built, where the build copies them to.
 * Each is read when it is first asked for, so that an inbox without a reader starts at once.
 */
import { readFileSync } from 'node:fs';

const FOLDER = new URL('./files/', import.meta.url);
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};
/** No name leads out of the folder. */
const NAME = /^[a-z-]+\.(?<extension>css|html|js|svg)$/;

export interface PageFile {
  readonly contentType: string;
  readonly content: string;
}

const known = new Map<string, PageFile>();

/** `null`: there is no such file. */
export function readPageFile(name: string): PageFile | null {
  const contentType = CONTENT_TYPES[NAME.exec(name)?.groups?.extension ?? ''];
  if (contentType === undefined) return null;
  const file = known.get(name);
  if (file !== undefined) return file;
  const content = read(name);
  if (content === null) return null;
  known.set(name, { contentType, content });
  return { contentType, content };
}

function read(name: string): string | null {
  try {
    return readFileSync(new URL(name, FOLDER), 'utf8');
  } catch {
    return null;
  }
}
