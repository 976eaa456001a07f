/** Mixed traffic against both example apps on Redis and on PostgreSQL: is anything lost, and does anything grow? */

import { STANDARD_POLICY } from '@countersign/otp-core';
import { assessPolicy } from '@countersign/otp-core/assessment';
import { describeCores, pinClient } from '../measure/cores.ts';
import { formatNumber } from '../measure/number-text.ts';
import { startProgress } from '../measure/progress.ts';
import { conclude, describeMachine } from '../measure/report.ts';
import { percentile } from '../measure/statistics.ts';
import { formatTable } from '../measure/table.ts';
import type { Target } from '../measure/target.ts';
import type { Chart } from '../report/bench-result.ts';
import { ANSWER_KINDS } from './ask.ts';
import { readDuration } from './duration.ts';
import { APPS } from './served-example.ts';
import { formatSizing } from './sizing.ts';
import { COOLDOWN_SECONDS, type SoakReport, soakStore } from './soak-store.ts';
import { startSoakedStores } from './soaked-stores.ts';

/** Prints what it measures; sets the exit code to 1 where anything is lost, or grows without a reason. */
export async function run(argumentList: readonly string[]): Promise<void> {
  const { thoroughness, seconds } = readDuration(argumentList);
  const machine = describeMachine();
  const cores = pinClient();
  console.log(`${machine}\n${seconds} seconds of traffic. ${describeCores(cores)}`);
  const progress = startProgress(5);
  progress.step('Starting Redis and PostgreSQL');
  const { stores, stop } = await startSoakedStores(cores);
  const reports: SoakReport[] = [];
  try {
    for (const store of stores) {
      const report = await soakStore(store, { cores, seconds: seconds / stores.length, progress });
      progress.end();
      printReport(report);
      reports.push(report);
    }
  } finally {
    await stop();
  }
  console.log(`\n${formatSizing(reports)}`);
  conclude(
    {
      name: 'soak',
      title: 'Mixed traffic for a while',
      machine,
      charts: reports.map(chartAnswers),
      targets: reports.flatMap(targetsOf),
    },
    thoroughness,
  );
}

/** Of a heap after a full collection, from one third of the run to its end. A leak of a kilobyte a sign-up is beyond it. */
const GROWTH_LIMIT_MB = 3;
/** A number's record, and the counters of its range, of the client's address and of its network, each new. */
const BYTES_LIMIT = 1_800;

function targetsOf({ store, complaints, apps, sizes, numbers, figures }: SoakReport): readonly Target[] {
  const atMost = { bound: 'at most', unit: '', decides: true } as const;
  const [warm, end] = sizes;
  const cooldownsMs = [COOLDOWN_SECONDS * 1000];
  const { messagesPerHour } = assessPolicy({ cooldownsMs }).strangers;
  const [perAddress] = STANDARD_POLICY.rateLimits.requestsPerAddress;
  return [
    { ...atMost, name: `${store}: kinds of things that do not add up`, limit: 0, measured: complaints.length },
    {
      ...atMost,
      name: `${store}: messages that an attacker made one number receive`,
      limit: messagesPerHour,
      measured: figures.messagesToVictim,
    },
    {
      ...atMost,
      name: `${store}: messages pumped out of one address`,
      limit: perAddress?.max ?? 0,
      measured: figures.messagesByPumping,
    },
    ...apps.map(({ name, heldBytes }) => ({
      ...atMost,
      name: `${store}: growth of ${name}'s heap`,
      unit: 'MB',
      limit: GROWTH_LIMIT_MB,
      measured: Math.max(0, heldBytes[1] - heldBytes[0]) / 1e6,
    })),
    {
      ...atMost,
      name: `${store}: apps that did not end with 0 when asked`,
      limit: 0,
      measured: apps.filter(({ exitCode }) => exitCode !== 0).length,
    },
    {
      ...atMost,
      name: `${store}: records missing, or beyond one a number that was sent a code`,
      limit: 0,
      // The attackers' numbers have one each as well.
      measured: Math.abs(end.records - numbers[1] - figures.messagesByPumping - 1),
    },
    { ...atMost, name: `${store}: entries that nothing would remove`, limit: 0, measured: end.withoutEnd + end.others },
    {
      ...atMost,
      name: `${store}: growth a number`,
      unit: 'bytes',
      limit: BYTES_LIMIT,
      measured: (end.bytes - warm.bytes) / (numbers[1] - numbers[0]),
    },
  ];
}

function printReport({ store, figures, messages, verified, apps, sizes, complaints }: SoakReport): void {
  const { exchanges, numbers, attacks, messagesToVictim, messagesByPumping } = figures;
  console.log(
    `\n${store}: ${formatNumber(exchanges)} exchanges for ${formatNumber(numbers)} people and ${formatNumber(attacks)} attacks. ` +
      `${formatNumber(messages)} messages, ${formatNumber(verified)} verified codes.`,
  );
  console.log(
    `The attackers got ${messagesToVictim} messages to one number and ${messagesByPumping} out of one address; all else was refused.`,
  );
  console.log(formatTable(['ms of an answer', 'p50', 'p95', 'p99', 'slowest', 'answers'], answerRows(figures)));
  console.log(
    `\n${formatTable(
      ['app', 'heap once warm, MB', 'at the end', 'resident', 'exit code'],
      apps.map(({ name, heldBytes, residentBytes, exitCode }) => [
        name,
        ...[...heldBytes, residentBytes].map((bytes) => formatNumber(bytes / 1e6)),
        `${exitCode}`,
      ]),
    )}`,
  );
  const [warm, end] = sizes;
  const sizeRows = [sizeRow('once warm', warm), sizeRow('at the end', end)];
  console.log(`\n${formatTable(['store', 'records', 'counters of limits', 'MB'], sizeRows)}`);
  for (const complaint of complaints) console.log(`DOES NOT ADD UP: ${complaint}`);
}

function sizeRow(when: string, { records, counters, bytes }: SoakReport['sizes'][0]): readonly string[] {
  return [when, formatNumber(records), formatNumber(counters), formatNumber(bytes / 1e6)];
}

function answerRows({ answersMs }: SoakReport['figures']): readonly (readonly string[])[] {
  return ANSWER_KINDS.filter((kind) => answersMs[kind].length > 0).map((kind) => [
    kind,
    ...[0.5, 0.95, 0.99, 1].map((share) => formatNumber(percentile(answersMs[kind], share))),
    formatNumber(answersMs[kind].length),
  ]);
}

function chartAnswers({ store, figures: { answersMs } }: SoakReport): Chart {
  const bars = ANSWER_KINDS.filter((kind) => answersMs[kind].length > 0).flatMap((kind) =>
    [0.5, 0.99].map((share) => ({
      label: `${kind}, p${share * 100}`,
      value: percentile(answersMs[kind], share),
      role: 'ours' as const,
    })),
  );
  return { title: `Answers of ${APPS.join(' and ')} on ${store}`, unit: 'ms', scale: 'linear', bars };
}
