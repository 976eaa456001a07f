/**
 * The least that two steps on a counter can take: two prepared statements, each an upsert of one row that returns it. A
 * row of its own each cycle, as no store of numbers can do with less.
 */
import type { Pool } from 'pg';
import type { Contestant } from '../../stores/contestant.ts';

const UPSERT = {
  name: 'bare_upsert',
  text: `INSERT INTO bare (key, count, expires_at) VALUES ($1, 1, now() + interval '5 minutes')
    ON CONFLICT (key) DO UPDATE SET count = bare.count + 1, expires_at = excluded.expires_at RETURNING count`,
};

export async function createBareUpserts(pool: Pool): Promise<Contestant> {
  await pool.query('CREATE TABLE bare (key text PRIMARY KEY, count integer NOT NULL, expires_at timestamptz NOT NULL)');
  let cycles = 0;

  async function count(key: string, expected: number): Promise<void> {
    const { rows } = await pool.query({ ...UPSERT, values: [key] });
    if (rows[0].count !== expected) throw new Error(`Counted to ${rows[0].count} instead of ${expected}.`);
  }

  return {
    name: 'two bare upserts',
    async cycle() {
      cycles += 1;
      const key = `bare:${cycles}`;
      await count(key, 1);
      await count(key, 2);
    },
  };
}
