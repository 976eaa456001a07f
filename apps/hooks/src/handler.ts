/** The hook as one fetch handler, made with the first request and kept: everything it is, settings say. */
import type { Environment } from '@countersign/otp-config';
import { createSendHookFromEnv, type OpenedSendHook } from '@countersign/otp-hooks/env';

export interface Handler {
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

export function createHandler(readEnvironment: () => Environment): Handler {
  let opening: Promise<OpenedSendHook> | undefined;

  async function open(): Promise<OpenedSendHook> {
    opening ??= createSendHookFromEnv(readEnvironment(), { onEvent: (event) => console.log(JSON.stringify(event)) });
    try {
      return await opening;
    } catch (error) {
      // A database that is not there yet may be with the next request.
      opening = undefined;
      throw error;
    }
  }

  return {
    async fetch(request) {
      try {
        const { hook } = await open();
        return await hook(request);
      } catch (error) {
        console.error(error instanceof Error ? error.message : 'The hook could not be opened.');
        return new Response(null, { status: 500 });
      }
    },
    async close() {
      const opened = await opening?.catch(() => undefined);
      await opened?.close();
    },
  };
}
