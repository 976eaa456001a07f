/** The worker's side: answers the questions of the test that started this process, and ends with it. */
import { type Answer, type Question, readLines } from './worker-protocol.ts';

/** What the test handed over at the start. */
export function workerInput<Input>(): Input {
  return JSON.parse(process.argv[2] ?? 'null') as Input;
}

/** Questions are worked on side by side. Whatever else goes wrong ends the process, which the test hears of. */
export function serveWorker<Message>(work: (message: Message) => Promise<unknown>): void {
  readLines(process.stdin, (line) => {
    const { id, message } = JSON.parse(line) as Question;
    work(message as Message).then(
      (answer) => tell({ id, answer }),
      (error: unknown) => tell({ id, error: error instanceof Error ? String(error.stack) : String(error) }),
    );
  });
  process.stdin.once('end', () => process.exit(0));
}

/** Says something unasked. It is on its way when this returns, whatever then becomes of the process. */
export function noteForTest(note: unknown): void {
  tell({ note });
}

function tell(answer: Answer): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
