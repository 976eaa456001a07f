/** Both apps on one store, for a while: what their answers took, what they and the store grew by, and what does not add up. */
import { randomBytes } from 'node:crypto';
import type { Cores } from '../measure/cores.ts';
import type { Progress } from '../measure/progress.ts';
import { createClient } from './ask.ts';
import { createLedger } from './ledger.ts';
import { startRecordingGateway } from './recording-gateway.ts';
import { APPS, type AppName, type ServedExample, serveExample } from './served-example.ts';
import type { SoakedStore, StoreSize } from './soaked-stores.ts';
import { createTraffic, type TrafficFigures } from './traffic.ts';

/** So that people who ask again do not have to wait for half a minute; the attackers neither. */
export const COOLDOWN_SECONDS = 1;

export interface AppGrowth {
  readonly name: AppName;
  /** Bytes held after a full collection, once warm and at the end. */
  readonly heldBytes: readonly [warm: number, end: number];
  readonly residentBytes: number;
  /** Microseconds of processor time once warm. */
  readonly cpuUs: number;
  readonly exitCode: number | null;
}

export interface SoakReport {
  readonly store: string;
  readonly figures: TrafficFigures;
  readonly messages: number;
  readonly verified: number;
  readonly apps: readonly AppGrowth[];
  readonly sizes: readonly [warm: StoreSize, end: StoreSize];
  /** People's numbers when the store was measured first, and at the end. */
  readonly numbers: readonly [warm: number, end: number];
  /** HTTP exchanges once warm. */
  readonly warmExchanges: number;
  /** What does not add up. Empty: nothing was lost. */
  readonly complaints: readonly string[];
}

export interface SoakOptions {
  readonly cores: Cores;
  readonly seconds: number;
  readonly progress: Progress;
}

/** The apps compile and fill their pools meanwhile: it counts for nothing but the ledger. */
const WARM_SHARE = 1 / 3;

export async function soakStore(store: SoakedStore, { cores, seconds, progress }: SoakOptions): Promise<SoakReport> {
  const gateway = await startRecordingGateway();
  const ledger = createLedger();
  const client = createClient();
  // The same for both: what one has issued the other verifies.
  const settings = {
    ...store.settings,
    OTP_SECRET: randomBytes(32).toString('base64'),
    OTP_PROVIDER: 'http-gateway',
    SMS_ENDPOINT: gateway.endpoint,
    OTP_COOLDOWN_SECONDS: `${COOLDOWN_SECONDS}`,
    OTP_TRUSTED_PROXIES: '1',
  };
  const apps: ServedExample[] = [];
  for (const name of APPS) apps.push(await serveExample(name, { cores, settings, onLine: ledger.hear }));
  const usages = () => Promise.all(apps.map((app) => app.usage()));
  try {
    const traffic = createTraffic({ ports: apps.map(({ port }) => port), client, gateway, ledger });
    const run = (share: number) =>
      traffic.run(performance.now() + seconds * 1000 * share, (left) => progress.tell(`${Math.ceil(left)} s left`));
    progress.step(`${store.name}: warm-up`);
    await run(WARM_SHARE);
    await traffic.settle();
    traffic.beginMeasuring();
    const [warmUsages, warmSize, warm] = [await usages(), await store.size(), traffic.figures];
    progress.step(`${store.name}: traffic`);
    await run(1 - WARM_SHARE);
    await traffic.settle();
    const [endUsages, endSize, end] = [await usages(), await store.size(), traffic.figures];
    const exitCodes: (number | null)[] = [];
    for (const { stop } of apps.splice(0)) exitCodes.push(await stop());
    return {
      store: store.name,
      figures: end,
      messages: ledger.messages,
      verified: ledger.verified,
      apps: APPS.map((name, index) => ({
        name,
        heldBytes: [warmUsages[index]?.heldBytes ?? 0, endUsages[index]?.heldBytes ?? 0],
        residentBytes: endUsages[index]?.residentBytes ?? 0,
        cpuUs: (endUsages[index]?.cpuUs[0] ?? 0) - (warmUsages[index]?.cpuUs[1] ?? 0),
        exitCode: exitCodes[index] ?? null,
      })),
      sizes: [warmSize, endSize],
      numbers: [warm.numbers, end.numbers],
      warmExchanges: end.exchanges - warm.exchanges,
      complaints: ledger.audit(gateway),
    };
  } finally {
    for (const { stop } of apps) await stop();
    client.close();
    await gateway.close();
  }
}
