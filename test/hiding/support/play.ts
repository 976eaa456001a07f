/** Plays commands in a world, by the engine or over HTTP, and keeps what the client saw. */
import type { OtpEngine, OtpEvent } from '@countersign/otp-core';
import { OtpError } from '@countersign/otp-core';
import { createOtpHandler, fromHeader } from '@countersign/otp-web';
import type { Command, Guess, Setting } from './commands.ts';
import type { World } from './world.ts';

/** One answer: when it came, and all it said, but for what differs by chance. */
export interface Seen {
  readonly of: Command['type'];
  readonly afterMs: number;
  readonly said: unknown;
}

export interface Played {
  readonly seen: readonly Seen[];
  readonly events: readonly OtpEvent[];
}

interface Handle {
  readonly challenge: string;
  readonly purpose: string;
  readonly codeLength: number;
  /** What a client was sent whose flow needs no account. */
  readonly code: string | null;
}

/** The way by which clients reach the engine. */
export interface Wire {
  request(input: { typed: string; purpose: string; ip: string; key: string | null }): Promise<unknown>;
  resend(input: { challenge: string; purpose: string; ip: string }): Promise<unknown>;
  verify(input: { challenge: string; purpose: string; code: string; ip: string }): Promise<unknown>;
  cancel(input: { challenge: string; purpose: string }): Promise<unknown>;
}

export async function play(world: World, setting: Setting, wire: Wire, commands: readonly Command[]): Promise<Played> {
  const { clock, vendor, directory, otp } = world;
  const seen: Seen[] = [];
  const handles: Handle[] = [];

  async function see(of: Command['type'], call: () => Promise<unknown>): Promise<Record<string, unknown> | null> {
    const { answer, afterMs } = await world.timed(async () => {
      try {
        return await call();
      } catch (error) {
        return { thrown: OtpError.isInstance(error) ? error.code : String(error) };
      }
    });
    seen.push({ of, afterMs, said: comparable(answer) });
    return contentOf(answer);
  }

  function keep(content: Record<string, unknown> | null, purpose: string, code: string | null): void {
    const { challenge, codeLength } = content ?? {};
    if (typeof challenge === 'string') handles.push({ challenge, purpose, codeLength: Number(codeLength), code });
  }

  function codeOf(guess: Guess, handle: Pick<Handle, 'codeLength' | 'code'>): string {
    if (guess === 'malformed') return '12x';
    if (guess === 'right' && handle.code !== null) return handle.code;
    return wrongCode(handle.codeLength, vendor.codes);
  }

  const optional = { ...(world.answerAfterMs === null ? {} : { answerAfterMs: world.answerAfterMs }) };
  for (const command of commands) {
    switch (command.type) {
      case 'log-in': {
        const typed = directory.typed(command.account, command.spelling);
        const { ip, key } = command;
        keep(await see(command.type, () => wire.request({ typed, purpose: 'login', ip, key })), 'login', null);
        break;
      }
      case 'sign-up': {
        if (directory.decoys === 'names') break;
        const typed = directory.typed(command.account, command.spelling);
        const sentBefore = vendor.messageCount();
        const input = { typed, purpose: 'sign-up', ip: command.ip, key: null };
        const content = await see(command.type, () => wire.request(input));
        const isTold = vendor.sending === 'accept' && vendor.messageCount() > sentBefore;
        keep(content, 'sign-up', isTold ? vendor.codeFor(`+${typed.replaceAll(/[^0-9]/g, '')}`) : null);
        break;
      }
      case 'verify-by-number': {
        if (setting.binding === 'handle') break;
        const to = directory.resolve(directory.typed(command.account, command.spelling));
        const code = wrongCode(6, vendor.codes);
        const client = { ip: command.ip };
        await see(command.type, () => otp.verify({ to, code, purpose: 'login', client, ...optional }));
        break;
      }
      case 'resend': {
        const handle = handles.at(-1 - command.handle);
        if (handle === undefined) break;
        const { challenge, purpose, code } = handle;
        keep(await see(command.type, () => wire.resend({ challenge, purpose, ip: command.ip })), purpose, code);
        break;
      }
      case 'verify': {
        const handle = handles.at(-1 - command.handle);
        if (handle === undefined) break;
        const { challenge, purpose } = handle;
        const code = codeOf(command.guess, handle);
        await see(command.type, () => wire.verify({ challenge, purpose, code, ip: command.ip }));
        break;
      }
      case 'cancel': {
        const handle = handles.at(-1 - command.handle);
        if (handle === undefined) break;
        const { challenge, purpose } = handle;
        await see(command.type, () => wire.cancel({ challenge, purpose }));
        break;
      }
      case 'wait':
        await clock.advance(command.durationMs);
        await world.quiet();
        break;
      case 'trouble':
        vendor.sending = command.sending;
        vendor.checking = command.checking;
        break;
    }
  }
  return { seen, events: world.events };
}

/** The engine itself. */
export function engineWire(world: World, setting: Setting): Wire {
  const { otp, directory } = world;
  const resolve = (typed: string, purpose: string) => (purpose === 'login' ? directory.resolve(typed) : typed);
  const optional = { ...(world.answerAfterMs === null ? {} : { answerAfterMs: world.answerAfterMs }) };
  const clientOf = (ip: string) => ({ client: { ip, known: setting.knownClient } });
  return {
    request: ({ typed, purpose, ip, key }) =>
      otp.request({
        to: resolve(typed, purpose),
        purpose,
        ...clientOf(ip),
        ...(key === null ? {} : { idempotencyKey: key }),
        ...optional,
      }),
    resend: ({ challenge, purpose, ip }) => otp.resend({ challenge, purpose, ...clientOf(ip), ...optional }),
    verify: ({ challenge, purpose, code, ip }) =>
      otp.verify({ challenge, purpose, code, ...clientOf(ip), ...optional }),
    cancel: ({ challenge, purpose }) => otp.cancel({ challenge, purpose }),
  };
}

/** The fetch handler before it, as the documentation sets it up. */
export function httpWire(world: World, setting: Setting): Wire {
  const handler = createOtpHandler({
    engine: watched(world),
    clock: world.clock,
    purposes: ['login', 'sign-up'],
    ...(world.answerAfterMs === null ? {} : { answerAfterMs: world.answerAfterMs }),
    resolveNumber: (typed, request) =>
      request.headers.get('x-test-flow') === 'login' ? world.directory.resolve(typed) : typed,
    clientAddress: fromHeader('x-test-ip'),
    client: () => ({ known: setting.knownClient }),
  });
  async function post(path: string, body: Body, ip: string): Promise<HttpAnswer> {
    world.pending(1);
    const response = await handler(
      new Request(`https://app.example${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-test-ip': ip, 'x-test-flow': body.purpose },
        body: JSON.stringify(body),
      }),
    );
    const text = await response.text();
    const content = text === '' ? null : (JSON.parse(text) as Record<string, unknown>);
    return { status: response.status, headers: Object.fromEntries(response.headers), content };
  }
  return {
    request: ({ typed, purpose, ip }) => post('/verifications', { phoneNumber: typed, purpose }, ip),
    resend: ({ ip, ...body }) => post('/verifications/resend', body, ip),
    verify: ({ ip, ...body }) => post('/verifications/check', body, ip),
    cancel: (body) => post('/verifications/cancel', body, ''),
  };
}

/** As the routes take them. */
type Body = { readonly purpose: string } & Readonly<Record<string, string>>;

interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Record<string, unknown> | null;
}

/** Reading a body takes no time of the manual clock: it stands until the engine is called. */
function watched({ otp, pending }: World): OtpEngine {
  const arrived = <Input, Result>(operation: (input: Input) => Promise<Result>) => {
    return (input: Input) => {
      pending(-1);
      return operation(input);
    };
  };
  return {
    ...otp,
    request: arrived(otp.request),
    resend: arrived(otp.resend),
    verify: arrived(otp.verify),
    cancel: arrived(otp.cancel),
  };
}

function contentOf(answer: unknown): Record<string, unknown> | null {
  if (typeof answer !== 'object' || answer === null) return null;
  return 'content' in answer ? (answer.content as Record<string, unknown> | null) : (answer as Record<string, unknown>);
}

/** A handle is told by its length alone: what it says is sealed, and never the same twice. */
function comparable(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer ?? null, (name, value) =>
      name === 'challenge' ? `${String(value).length} characters` : value,
    ),
  );
}

function wrongCode(length: number, codes: ReadonlySet<string>): string {
  for (let digit = 0; ; digit += 1) {
    const code = String(digit).repeat(length);
    if (!codes.has(code)) return code;
  }
}
