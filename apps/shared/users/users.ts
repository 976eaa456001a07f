/** Who has an account: registered with a number, verified once that number is proven. */
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import { askDatabase } from './database-unavailable-error.ts';
import type { UsersTable } from './tables.ts';

export interface User {
  readonly id: string;
  readonly phoneNumber: string | null;
  readonly name: string | null;
  readonly verifiedAt: Date | null;
}

export interface NewUser {
  /** In E.164 form. */
  readonly phoneNumber: string;
  readonly name: string | null;
}

/** Every method throws DatabaseUnavailableError when the database does not answer. */
export interface Users {
  /** `null`: somebody has this number already. */
  register(user: NewUser): Promise<User | null>;
  findByPhoneNumber(phoneNumber: string): Promise<User | null>;
  /** What is no id is an id of nobody's, and takes the same time. */
  findById(id: string): Promise<User | null>;
  markVerified(phoneNumber: string, at: Date): Promise<void>;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function createUsers(database: Database): Users {
  return {
    register: ({ phoneNumber, name }) =>
      askDatabase(async () => {
        const row = await database
          .insertInto('users')
          .values({ phone_number: phoneNumber, name })
          // Of two who register a number at once, one gets a row.
          .onConflict((conflict) => conflict.column('phone_number').doNothing())
          .returningAll()
          .executeTakeFirst();
        return row === undefined ? null : userOf(row);
      }),
    findByPhoneNumber: (phoneNumber) => find('phone_number', phoneNumber),
    findById: (id) => find('id', UUID.test(id) ? id : randomUUID()),
    async markVerified(phoneNumber, at) {
      await askDatabase(() =>
        database
          .updateTable('users')
          .set({ verified_at: at, updated_at: at })
          .where('phone_number', '=', phoneNumber)
          .execute(),
      );
    },
  };

  function find(column: 'id' | 'phone_number', value: string): Promise<User | null> {
    return askDatabase(async () => {
      const row = await database.selectFrom('users').selectAll().where(column, '=', value).executeTakeFirst();
      return row === undefined ? null : userOf(row);
    });
  }
}

function userOf(row: Selectable<UsersTable>): User {
  return { id: row.id, phoneNumber: row.phone_number, name: row.name, verifiedAt: row.verified_at };
}
