/** One database for two: it is closed when both are, and each is closed by itself. */
import type { Database } from './database.ts';
import { unavailable } from './store-fault.ts';

export function shareDatabase(database: Database): readonly [Database, Database] {
  let users = 2;

  function share(): Database {
    let isClosed = false;
    const requireOpen = () => {
      if (isClosed) throw unavailable('The PostgreSQL store is closed.');
    };
    return {
      async step(step, values, key, options) {
        requireOpen();
        return database.step(step, values, key, options);
      },
      async query(statement, timeoutMs) {
        requireOpen();
        return database.query(statement, timeoutMs);
      },
      async open(timeoutMs) {
        requireOpen();
        await database.open(timeoutMs);
      },
      async close() {
        if (isClosed) return;
        isClosed = true;
        users -= 1;
        if (users === 0) await database.close();
      },
    };
  }

  return [share(), share()];
}
