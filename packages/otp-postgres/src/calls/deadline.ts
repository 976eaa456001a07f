/** Ends every wait: by an answer, a failure, or the time that a call may take. */
import type { Ticket } from '../connection/sql-client.ts';
import { unavailable } from './store-fault.ts';

export function withinDeadline<Answer>(
  timeoutMs: number,
  work: (ticket: Ticket) => PromiseLike<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ticket: Ticket = { isGivenUp: false, onGiveUp: null };
    const timer = setTimeout(() => {
      ticket.isGivenUp = true;
      reject(unavailable('PostgreSQL did not answer in time (TIMEOUT).', 'TIMEOUT'));
      ticket.onGiveUp?.();
    }, timeoutMs);
    const settle = () => clearTimeout(timer);
    // What comes after the deadline is heard by nobody, and harms nobody.
    work(ticket).then(
      (answer) => {
        settle();
        resolve(answer);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}
