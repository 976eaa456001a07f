/**
 * Keeps messages over a restart: a file of lines, one for each change, so that a burst of messages costs a burst of
 * appended lines. At the start it is read, and written anew without what is gone. Only its owner may read it: it holds codes.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { InboxError } from '../errors/inbox-error.ts';
import type { InboxTimelineEvent } from '../messages/inbox-message.ts';
import type { Mailbox, MailboxBeginning, StoredMessage } from '../messages/mailbox.ts';
import { createSigningKeys, type SigningKeys, type StoredKeys } from '../receipts/signing-keys.ts';

export interface MessageFile {
  readonly beginning: MailboxBeginning;
  /** Those of the former run: an app need not be told new ones. */
  readonly keys: SigningKeys;
  /** Writes down every change from now on. */
  follow(mailbox: Mailbox): void;
  close(): void;
}

type Line =
  | { readonly type: 'inbox'; readonly run: string; readonly sequence: number; readonly keys: StoredKeys }
  | { readonly type: 'stored'; readonly stored: StoredMessage }
  | { readonly type: 'deleted'; readonly ids: readonly string[] }
  | { readonly type: 'cleared' };

const VERSION = 1;

export function openMessageFile(path: string, maxMessages: number): MessageFile {
  const former = existsSync(path) ? read(path, maxMessages) : null;
  const run = former?.run ?? randomBytes(4).toString('hex');
  const keys = createSigningKeys(former?.keys ?? null);
  const beginning: MailboxBeginning = { run, sequence: former?.sequence ?? 0, messages: former?.messages ?? [] };
  const head: Line = { type: 'inbox', run, sequence: beginning.sequence, keys: keys.export() };
  const stored = beginning.messages.map((message): Line => ({ type: 'stored', stored: message }));
  const file = rewrite(path, [head, ...stored]);
  let isOpen = true;

  function append(line: Line): void {
    if (isOpen) writeSync(file, `${JSON.stringify(line)}\n`);
  }

  return {
    beginning,
    keys,
    follow(mailbox) {
      mailbox.subscribe((event) => {
        switch (event.type) {
          case 'message':
          case 'updated': {
            const found = mailbox.find(event.message.id);
            if (found !== undefined) append({ type: 'stored', stored: found });
            break;
          }
          case 'deleted':
            append({ type: 'deleted', ids: event.ids });
            break;
          case 'cleared':
            append({ type: 'cleared' });
            break;
        }
      });
    },
    close() {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

interface Former extends MailboxBeginning {
  readonly keys: StoredKeys;
}

function read(path: string, maxMessages: number): Former | null {
  const lines = readLines(path);
  const [head] = lines;
  if (head === undefined) return null;
  if (head.type !== 'inbox') throw createFileError(path, 'is not a file of an inbox');
  const messages = new Map<string, StoredMessage>();
  let { sequence } = head;
  for (const line of lines) {
    switch (line.type) {
      case 'stored': {
        const stored = revive(line.stored);
        messages.set(stored.message.id, stored);
        sequence = Math.max(sequence, Number(stored.message.id.split('-')[1]));
        break;
      }
      case 'deleted':
        for (const id of line.ids) messages.delete(id);
        break;
      case 'cleared':
        messages.clear();
        break;
      case 'inbox':
        break;
    }
  }
  return { run: head.run, sequence, keys: head.keys, messages: [...messages.values()].slice(-maxMessages) };
}

/** A line that was cut off when the process died is the last one, and is passed over. */
function readLines(path: string): readonly Line[] {
  const texts = readText(path)
    .split('\n')
    .filter((text) => text !== '');
  return texts.flatMap((text, index) => {
    try {
      const line: unknown = JSON.parse(text);
      if (isLine(line)) return [line];
    } catch {
      if (index > 0 && index === texts.length - 1) return [];
    }
    throw createFileError(path, 'is not a file of an inbox');
  });
}

function isLine(value: unknown): value is Line {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (type === 'inbox') return 'version' in Object(value) && Object(value).version === VERSION;
  return type === 'stored' || type === 'deleted' || type === 'cleared';
}

/** Times are texts in JSON. */
function revive({ message, request, timeline }: StoredMessage): StoredMessage {
  return {
    message: Object.freeze({
      ...message,
      receivedAt: new Date(message.receivedAt),
      delivery: { ...message.delivery, at: new Date(message.delivery.at) },
    }),
    request: { ...request, receivedAt: new Date(request.receivedAt) },
    timeline: timeline.map((event): InboxTimelineEvent => ({ ...event, at: new Date(event.at) })),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw createFileError(path, `cannot be read (${codeOf(error)})`);
  }
}

/** Beside the old file and then in its place, so that a crash leaves one of the two whole. */
function rewrite(path: string, lines: readonly Line[]): number {
  const [head, ...rest] = lines;
  const text = [{ version: VERSION, ...head }, ...rest].map((line) => `${JSON.stringify(line)}\n`).join('');
  try {
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return openSync(path, 'a', 0o600);
  } catch (error) {
    throw createFileError(path, `cannot be written (${codeOf(error)})`);
  }
}

function createFileError(path: string, what: string): InboxError {
  return new InboxError('INBOX_FILE', `The file ${path} ${what}. Name another one with file, or --file.`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
