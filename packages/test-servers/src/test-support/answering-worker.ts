/** Does what it is told, so that the tests of `startWorker` see what a test would see. */
import { noteForTest, serveWorker, workerInput } from '../serve-worker.ts';

const input = workerInput<string>();

serveWorker(async (message: 'echo' | 'fail' | 'clock' | 'reject-elsewhere' | 'hang' | 'note-and-die') => {
  switch (message) {
    case 'echo':
      return input;
    case 'fail':
      throw new Error('failed as told');
    case 'clock':
      return { now: Date.now(), constructed: new Date().toISOString(), given: new Date(5).getTime() };
    case 'reject-elsewhere':
      Promise.reject(new Error('nobody caught this'));
      return new Promise(() => undefined);
    case 'note-and-die':
      noteForTest({ last: 'words' });
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => undefined);
    case 'hang':
      return new Promise(() => undefined);
  }
});
