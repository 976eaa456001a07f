/** A Redis Cluster of three masters on loopback, each with a replica where a test wants to see one promoted. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { type RedisServer, startRedis } from './redis.ts';
import { until } from './until.ts';

export interface RedisClusterOptions {
  /** @defaultValue 0 */
  readonly replicasPerMaster?: 0 | 1;
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RedisCluster {
  /** Masters at the start, by their slots; replicas in the same order. */
  readonly masters: readonly RedisServer[];
  readonly replicas: readonly RedisServer[];
  /** Where clients may start from. */
  readonly seeds: ReadonlyArray<{ readonly host: string; readonly port: number }>;
  /** The master at the start that holds a key. */
  masterOf(key: string): Promise<RedisServer>;
  stop(): Promise<void>;
}

interface Node {
  readonly id: string;
  readonly port: number;
  /** Its place among the masters; a replica has that of its master. */
  readonly index: number;
  readonly masterId: string | null;
}

const MASTERS = 3;
const SLOTS = 16_384;
const HOST = '127.0.0.1';

export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<RedisCluster> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Somebody took one of the ports between the look and the start.
      if (tries === 5 || !/address (?:is )?already in use/i.test(String(error))) throw error;
    }
  }
}

async function startOnce(options: RedisClusterOptions): Promise<RedisCluster> {
  const nodes = await chooseNodes(options.replicasPerMaster ?? 0);
  const started = await Promise.allSettled(nodes.map((node) => startNode(node, nodes, options)));
  const servers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    for (const each of started) if (each.status === 'rejected') throw each.reason;
    await Promise.all(servers.map((server) => serves(server, nodes.length)));
  } catch (error) {
    await stop();
    throw error;
  }
  const masters = servers.slice(0, MASTERS);
  return {
    masters,
    replicas: servers.slice(MASTERS),
    seeds: masters.map(({ port }) => ({ host: HOST, port })),
    async masterOf(key) {
      const slot = Number(await masters[0]?.admin.cluster('KEYSLOT', key));
      const master = masters.find((_, index) => slot <= lastSlotOf(index));
      if (master === undefined) throw new Error(`No master holds slot ${slot}.`);
      return master;
    },
    stop,
  };
}

async function chooseNodes(replicasPerMaster: number): Promise<Node[]> {
  const ports = new Set<number>();
  while (ports.size < MASTERS * (1 + replicasPerMaster)) ports.add(await freePort());
  const ids = [...ports].map(() => randomBytes(20).toString('hex'));
  return [...ports].map((port, place) => ({
    id: ids[place] ?? '',
    port,
    index: place % MASTERS,
    masterId: place < MASTERS ? null : (ids[place % MASTERS] ?? ''),
  }));
}

function startNode(node: Node, nodes: readonly Node[], options: RedisClusterOptions): Promise<RedisServer> {
  return startRedis({
    port: node.port,
    settings: {
      'cluster-enabled': 'yes',
      'cluster-config-file': 'nodes.conf',
      'cluster-node-timeout': '1000',
      // A promotion must not depend on how busy the machine is.
      'cluster-replica-validity-factor': '0',
      'repl-diskless-sync-delay': '0',
      ...options.settings,
    },
    prepare(folder) {
      // What the nodes would have found out about each other: no waiting for gossip.
      writeFileSync(join(folder, 'nodes.conf'), nodesFile(node, nodes));
      return undefined;
    },
  });
}

function nodesFile(own: Node, nodes: readonly Node[]): string {
  const lines = nodes.map((node) => {
    const flags = `${node.id === own.id ? 'myself,' : ''}${node.masterId === null ? 'master' : 'slave'}`;
    const slots = node.masterId === null ? ` ${lastSlotOf(node.index - 1) + 1}-${lastSlotOf(node.index)}` : '';
    const address = `${HOST}:${node.port}@${node.port + 10_000}`;
    return `${node.id} ${address} ${flags} ${node.masterId ?? '-'} 0 0 ${node.index + 1} connected${slots}`;
  });
  return `${[...lines, `vars currentEpoch ${MASTERS} lastVoteEpoch 0`].join('\n')}\n`;
}

function lastSlotOf(index: number): number {
  return Math.floor(((index + 1) * SLOTS) / MASTERS) - 1;
}

/** The node sees a whole cluster and, if it is a replica, has its master's data. */
async function serves(server: RedisServer, nodeCount: number): Promise<void> {
  await until(`the cluster's node on port ${server.port}`, async () => {
    const cluster = await server.admin.cluster('INFO');
    const replication = await server.admin.info('replication');
    const isWhole = cluster.includes('cluster_state:ok') && cluster.includes(`cluster_known_nodes:${nodeCount}`);
    return isWhole && !replication.includes('master_link_status:down');
  });
}
