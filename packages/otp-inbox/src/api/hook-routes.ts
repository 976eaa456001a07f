/** Plays a platform against a hook. The answer grows: a line of JSON for each call as it ends, and one for the whole. */
import type { CheckedHookCall } from '../hooks/hook-play.ts';
import type { HookPlayer } from '../hooks/hook-player.ts';
import { type HookTargets, readHookCall } from '../hooks/read-hook-call.ts';
import { HttpProblem } from '../http/http-problem.ts';
import type { Route } from '../http/route.ts';
import { readJson } from './read-json.ts';

export function createHookRoutes(player: HookPlayer, targets: HookTargets): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/v1/hook-calls',
      async handle(request) {
        const call = toHookCall(await readJson(request), targets);
        const lines: object[] = [];
        let write = (line: object): void => void lines.push(line);
        const playing = player.play(call, {
          signal: request.signal,
          onAttempt: (attempt) => write({ type: 'attempt', ...attempt }),
        });
        if (playing === null) {
          throw new HttpProblem('too-many-hook-calls', 'Too many hooks are called already.', { 'Retry-After': '1' });
        }
        return {
          status: 200,
          headers: { 'Content-Type': 'application/x-ndjson; charset=utf-8' },
          body(response) {
            write = (line) => void response.write(`${JSON.stringify(line)}\n`);
            response.flushHeaders();
            for (const line of lines.splice(0)) write(line);
            playing.then(
              ({ attempts: _, ...whole }) => {
                write({ type: 'end', ...whole });
                response.end();
              },
              // Cut off: an answer without its last line is no whole one.
              () => response.destroy(),
            );
          },
        };
      },
    },
  ];
}

function toHookCall(value: unknown, targets: HookTargets): CheckedHookCall {
  const read = readHookCall(value, targets);
  if (read.status === 'read') return read.call;
  throw new HttpProblem('invalid-parameter', `The call ${read.problem}.`);
}
