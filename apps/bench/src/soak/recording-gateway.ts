/** A gateway that takes every message and remembers it: what the apps said they sent is held against this. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readCode } from '../memory/contestants/read-code.ts';

export interface RecordingGateway {
  /** For `SMS_ENDPOINT`. */
  readonly endpoint: string;
  /** How many came for a number. */
  countOf(phoneNumber: string): number;
  /** The code of its newest message. @throws Error where none came: the app answered before it had sent */
  codeOf(phoneNumber: string): string;
  readonly total: number;
  close(): Promise<void>;
}

export async function startRecordingGateway(): Promise<RecordingGateway> {
  const taken = new Map<string, { count: number; code: string }>();
  let total = 0;
  const server = createServer((request, response) => {
    const parameters = new URL(request.url ?? '', 'http://gateway').searchParams;
    const phoneNumber = parameters.get('phone') ?? '';
    const { count = 0 } = taken.get(phoneNumber) ?? {};
    taken.set(phoneNumber, { count: count + 1, code: readCode(parameters.get('message') ?? '') });
    total += 1;
    response.end('OK');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    countOf: (phoneNumber) => taken.get(phoneNumber)?.count ?? 0,
    codeOf(phoneNumber) {
      const code = taken.get(phoneNumber)?.code;
      if (code === undefined) throw new Error('The app said that it had sent a message which never came.');
      return code;
    },
    get total() {
      return total;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
