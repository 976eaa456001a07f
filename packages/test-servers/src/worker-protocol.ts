/** What a test and its worker processes say to each other: one JSON value a line. */
export interface Question {
  readonly id: number;
  readonly message: unknown;
}

/** Answers, and what a worker notes unasked. */
export type Answer =
  | { readonly note: unknown }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string };

/** Calls back with every whole line. */
export function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}
