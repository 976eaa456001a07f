/**
 * A server of a test. It ends with the process that started it, however that ends: a small shell beside it waits for
 * the end of its standard input, which the system closes even when a test run is killed. Then it also removes the
 * server's folder.
 */
import { spawn } from 'node:child_process';
import { within } from './until.ts';

/** Arguments: folder, the signal that ends the server, then the command. Says the server's process id on its output. */
const GUARD = `
folder=$1 signal=$2; shift 2
exec 3<&0
"$@" </dev/null >&2 3<&- &
server=$!
echo "$server"
{
  cat <&3
  trap '' TERM
  kill -s "$signal" "$server"
  rounds=0
  while kill -0 "$server"; do
    rounds=$((rounds + 1))
    [ "$rounds" -eq 100 ] && kill -s KILL "$server"
    sleep 0.05
  done
  cd / && rm -rf "$folder"
} >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

export interface GuardedCommand {
  readonly command: string;
  readonly argumentList: readonly string[];
  /** Its working folder. Removed when this process dies; whoever stops the server in good order removes it then. */
  readonly folder: string;
  /** What the server takes for "end at once". */
  readonly endSignal: 'TERM' | 'QUIT';
  /** A line of its log that says that it serves. */
  readonly ready: RegExp;
  /** Another user than this process's. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly environment?: NodeJS.ProcessEnv;
}

export interface GuardedProcess {
  readonly pid: number;
  /** What it has said so far. */
  log(): string;
  isRunning(): boolean;
  /** Sends a signal and waits for the end of the process. */
  end(signal: NodeJS.Signals): Promise<void>;
}

const PATIENCE_MS = 30_000;

/** @throws Error with the program's log when it ends, or says nothing, before it is ready */
export async function startGuarded(options: GuardedCommand): Promise<GuardedProcess> {
  const { command, argumentList, folder, endSignal, ready, owner = {} } = options;
  const guard = spawn('/bin/sh', ['-c', GUARD, 'sh', folder, endSignal, command, ...argumentList], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: options.environment ?? process.env,
    // A group of its own: a Ctrl-C must end the server by way of its guard, which then tidies up.
    detached: true,
    ...owner,
  });
  guard.stdin.on('error', () => undefined);
  let log = '';
  let isRunning = true;
  const exited = new Promise<void>((resolve) => {
    guard.once('error', (error) => {
      log += error.message;
      isRunning = false;
      resolve();
    });
    guard.once('exit', () => {
      isRunning = false;
      guard.stdin.destroy();
      resolve();
    });
  });
  const pid = new Promise<number>((resolve) => guard.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk))));
  const serves = new Promise<void>((resolve) => {
    guard.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk;
      if (ready.test(log)) resolve();
    });
  });
  const failed = exited.then(() => {
    throw new Error(`${command} ended before it served:\n${log}`);
  });
  failed.catch(() => undefined);
  const started = Promise.race([Promise.all([pid, serves]), failed]);
  try {
    const [serverPid] = await within(`${command} to serve`, started, PATIENCE_MS);
    return {
      pid: serverPid,
      log: () => log,
      isRunning: () => isRunning,
      async end(signal) {
        if (isRunning) kill(serverPid, signal);
        await within(`${command} to end`, exited, PATIENCE_MS);
      },
    };
  } catch (error) {
    guard.stdin.destroy();
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${log}`);
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
