/**
 * What the first message of a process costs: the provider's SDK loads then, unless `warmUp` has loaded it. Each provider by
 * its real adapter and SDK, against the inbox, which plays the vendor on this machine.
 */
import { randomBytes } from 'node:crypto';
import { createInbox, inboxSettings } from '@countersign/otp-inbox';
import { formatNumber } from '../measure/number-text.ts';
import { type Progress, startProgress } from '../measure/progress.ts';
import { conclude, describeMachine, readThoroughness } from '../measure/report.ts';
import { median } from '../measure/statistics.ts';
import { formatTable } from '../measure/table.ts';
import type { Target } from '../measure/target.ts';
import type { Chart } from '../report/bench-result.ts';
import type { FirstCall } from './process-first-call.ts';
import { runProcess } from './run-process.ts';

const PROCESSES = { full: 9, quick: 2 } as const;

/** Medians of fresh processes, in milliseconds. */
interface ProviderTimes {
  readonly provider: string;
  readonly cold: FirstCall;
  /** With `OTP_WARM_UP=1`. */
  readonly warm: FirstCall;
}

export async function run(argumentList: readonly string[]): Promise<void> {
  const thoroughness = readThoroughness(argumentList);
  const machine = describeMachine();
  console.log(machine);
  const inbox = createInbox({ port: 0 });
  const url = await inbox.listen();
  try {
    const providers = inboxSettings(url);
    const progress = startProgress(providers.length);
    const times: ProviderTimes[] = [];
    for (const { provider, address, credentials } of providers) {
      const environment = {
        OTP_PROVIDER: provider,
        OTP_SECRET: randomBytes(32).toString('base64'),
        OTP_STORE: 'memory:',
        ...address,
        ...credentials,
      };
      progress.step(provider);
      times.push(await measureProvider(environment, PROCESSES[thoroughness], progress));
    }
    progress.end();
    console.log(`\n${formatTimes(times, PROCESSES[thoroughness])}`);
    conclude(
      {
        name: 'first-call',
        title: 'The first message of a process',
        machine,
        charts: [chart(times)],
        targets: targetsOf(times),
      },
      thoroughness,
    );
  } finally {
    await inbox.close();
  }
}

type Environment = Readonly<Record<string, string>> & { readonly OTP_PROVIDER: string };

/** In turns, so that whatever the machine does meanwhile it does to both. */
async function measureProvider(
  environment: Environment,
  processes: number,
  progress: Progress,
): Promise<ProviderTimes> {
  const cold: FirstCall[] = [];
  const warm: FirstCall[] = [];
  // The first ones only fill the file cache.
  for (let process = 0; process <= processes; process += 1) {
    progress.tell(`process ${process} of ${processes}`);
    const pair = [await runProcess(environment), await runProcess({ ...environment, OTP_WARM_UP: '1' })] as const;
    if (process === 0) continue;
    cold.push(pair[0]);
    warm.push(pair[1]);
  }
  return { provider: environment.OTP_PROVIDER, cold: medianOf(cold), warm: medianOf(warm) };
}

function medianOf(calls: readonly FirstCall[]): FirstCall {
  const of = (step: keyof FirstCall) => median(calls.map((call) => call[step]));
  return { importMs: of('importMs'), createMs: of('createMs'), firstMs: of('firstMs'), secondMs: of('secondMs') };
}

/** From the call of `createOtpFromEnv` to the first message that is sent. */
function untilSent({ createMs, firstMs }: FirstCall): number {
  return createMs + firstMs;
}

function formatTimes(times: readonly ProviderTimes[], processes: number): string {
  const rows = times.map(({ provider, cold, warm }) => [
    provider,
    ...[untilSent(cold), cold.firstMs, warm.createMs, warm.firstMs, warm.secondMs].map(formatNumber),
  ]);
  const header = [
    'ms, median',
    'createOtpFromEnv to sent',
    'of that, the first request',
    'createOtpFromEnv, warmed up',
    'its first request',
    'its second request',
  ];
  const imports = median(times.map(({ cold }) => cold.importMs));
  return (
    `${processes} fresh processes each. Importing otp-config takes ${formatNumber(imports)} ms before that.\n` +
    formatTable(header, rows)
  );
}

function chart(times: readonly ProviderTimes[]): Chart {
  const bars = times.flatMap(({ provider, cold, warm }) => [
    { label: `${provider}, first request, cold`, value: cold.firstMs, role: 'peer' as const },
    { label: `${provider}, first request, warmed up`, value: warm.firstMs, role: 'ours' as const },
  ]);
  return { title: 'What the first person waits for', unit: 'ms', scale: 'linear', bars };
}

/** Of providers whose SDK is slow to load, what is left for the first person; times belong to the machine, and decide nothing. */
function targetsOf(times: readonly ProviderTimes[]): readonly Target[] {
  return times.map(({ provider, cold, warm }) => ({
    name: `${provider}: first request once warmed up, of a cold one`,
    bound: 'at most',
    limit: 1,
    aim: 0.5,
    unit: 'x',
    measured: warm.firstMs / cold.firstMs,
    decides: false,
  }));
}
