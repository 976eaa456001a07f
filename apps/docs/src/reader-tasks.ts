/** The questions of `reader-tasks.md`, with the ways to their answers. */
import { readText } from './repository.ts';

export interface ReaderTask {
  readonly question: string;
  /** Links from the front page on, one a click. */
  readonly way: readonly string[];
  /** What a reader types into the search. */
  readonly search: string;
}

export function readerTasks(): ReaderTask[] {
  return readText('apps/docs/reader-tasks.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`/'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, question = '', way = '', search = '']) => ({
      question,
      way: [...way.matchAll(/`([^`]+)`/g)].map(([, link = '']) => link),
      search,
    }));
}

/** The page of the answer, without the heading on it. */
export function pageOf(way: readonly string[]): string {
  return way.at(-1)?.split('#')[0] ?? '';
}
