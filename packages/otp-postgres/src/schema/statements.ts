/** The statements of the store: one a step, under the names of the deployment. */
import type { PostgresStatement, PostgresValue } from '../connection/sql-client.ts';
import { toArrayText } from '../record/array-text.ts';
import { type ObjectNames, qualifiedName } from './object-names.ts';

/** What the functions in `migrations/` are called, and with how many values. */
const STEPS = {
  issue: { name: 'issue_v2', values: 21 },
  redeem: { name: 'redeem_v2', values: 6 },
  settle: { name: 'settle_v2', values: 4 },
  discard: { name: 'discard_v1', values: 4 },
  unlock: { name: 'unlock_v1', values: 2 },
  take: { name: 'take_v2', values: 5 },
  purge_numbers: { name: 'purge_numbers_v1', values: 2 },
  purge_limits: { name: 'purge_limits_v1', values: 2 },
  claim: { name: 'claim_v1', values: 5 },
  record: { name: 'record_v1', values: 4 },
  release: { name: 'release_v1', values: 3 },
  purge_once: { name: 'purge_once_v1', values: 2 },
} as const;

/** Steps that have a procedure of their own for transactions above read committed. */
const STEPS_OF_ONCE: readonly string[] = ['claim', 'record', 'release', 'purge_once'];

export type StepName = keyof typeof STEPS;

export interface StepStatement {
  readonly statement: PostgresStatement;
  valuesOf(values: readonly PostgresValue[]): readonly PostgresValue[];
}

export interface StepStatements {
  /** For transactions at read committed: the fastest. */
  readonly plain: StepStatement;
  /** For all others. */
  readonly atReadCommitted: StepStatement;
}

export function createStepStatements(names: ObjectNames): Readonly<Record<StepName, StepStatements>> {
  const atReadCommitted = statementOf(`CALL ${qualifiedName(names, 'at_read_committed_v2')}(NULL, $1, $2)`);
  const onceAtReadCommitted = statementOf(`CALL ${qualifiedName(names, 'once_at_committed_v1')}(NULL, $1, $2)`);
  const entries = Object.entries(STEPS).map(([step, { name, values: count }]): [string, StepStatements] => {
    const values = Array.from({ length: count }, (_, index) => `$${index + 1}`);
    const plain = statementOf(`SELECT ${qualifiedName(names, name)}(${values.join(', ')}) AS outcome`);
    const called = STEPS_OF_ONCE.includes(step) ? onceAtReadCommitted : atReadCommitted;
    return [
      step,
      {
        plain: { statement: plain, valuesOf: (given) => given },
        atReadCommitted: { statement: called, valuesOf: (given) => [step, toArrayText(given)] },
      },
    ];
  });
  return Object.fromEntries(entries) as Record<StepName, StepStatements>;
}

/** Under a name that stands for this text only: stores with other names of tables may share a client. */
export function statementOf(text: string): PostgresStatement {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return { name: `countersign_${hash.toString(36)}`, text };
}
