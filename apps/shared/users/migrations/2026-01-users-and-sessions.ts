/** Users, each with a number of their own, and their sessions. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const USERS_AND_SESSIONS: Migration = {
  async up(database) {
    await database.schema
      .createTable('users')
      .addColumn('id', 'uuid', (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
      // Unique, and so indexed: numbers are what users are found by.
      .addColumn('phone_number', 'text', (column) => column.unique())
      .addColumn('name', 'text')
      .addColumn('verified_at', 'timestamptz')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute();
    await database.schema
      .createTable('sessions')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('user_id', 'uuid', (column) => column.notNull().references('users.id').onDelete('cascade'))
      .addColumn('token_id', 'uuid', (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
      .addColumn('revoked_at', 'timestamptz')
      .execute();
    await database.schema.createIndex('sessions_user_id').on('sessions').column('user_id').execute();
  },
  async down(database) {
    await database.schema.dropTable('sessions').execute();
    await database.schema.dropTable('users').execute();
  },
};
