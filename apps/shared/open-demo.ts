/**
 * What lets an example run with nothing set: an inbox for its messages, and a secret. Whatever is set goes first, and in
 * production nothing is made up.
 */
import { createInbox, InboxError } from '@countersign/otp-inbox';
import { createSecret, DEMO_SECRET_FILE, readDemoSecret } from './demo-secret.ts';
import type { Settings } from './settings.ts';

export interface Demo {
  /** The environment, completed. */
  readonly environment: NodeJS.ProcessEnv;
  /** Where messages can be read; `null`: on real phones. */
  readonly inboxUrl: string | null;
  /** What was made up and matters. */
  readonly notice: string | null;
  close(): Promise<void>;
}

export async function openDemo(given: NodeJS.ProcessEnv, { inboxPort, problems }: Settings): Promise<Demo> {
  const environment = { ...given };
  const isSet = (name: string): boolean => (environment[name] ?? '').trim() !== '';
  const setDefault = (name: string, makeValue: () => string): void => {
    if (!isSet(name)) environment[name] = makeValue();
  };
  let notice: string | null = null;
  if (environment.NODE_ENV !== 'production') {
    setDefault('OTP_PROVIDER', () => (isSet('SMS_ENDPOINT') ? 'http-gateway' : 'inbox'));
    setDefault('OTP_APP_NAME', () => 'Countersign demo');
    setDefault('OTP_SECRET', () => {
      if (!isKept(environment.OTP_STORE)) return createSecret();
      notice = `OTP_SECRET is not set; this demo's own is in ${DEMO_SECRET_FILE}`;
      return readDemoSecret();
    });
  }
  const isInboxUsed = environment.OTP_PROVIDER?.split(',').some((name) => name.trim() === 'inbox') ?? false;
  // With wrong settings nothing is started, and one that is wrong may be the inbox's own port.
  if (!isInboxUsed || isSet('OTP_INBOX_URL') || problems.length > 0) {
    const inboxUrl = (isInboxUsed && environment.OTP_INBOX_URL) || null;
    return { environment, inboxUrl, notice, close: async () => {} };
  }
  const inbox = createInbox({ port: inboxPort });
  const inboxUrl = await inbox.listen().catch((error: unknown) => {
    if (!InboxError.isInstance(error) || error.code !== 'INBOX_PORT_TAKEN') throw error;
    throw new InboxError(error.code, `${error.message} Set INBOX_PORT to another one.`);
  });
  return { environment: { ...environment, OTP_INBOX_URL: inboxUrl }, inboxUrl, notice, close: () => inbox.close() };
}

/** Whether the state outlives the app. */
function isKept(store = ''): boolean {
  return !/^\s*(?:pglite:)?memory:|^\s*$/.test(store);
}
