/** Webhooks, signed as Telnyx signs them. https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks */
import { type KeyObject, randomUUID, sign } from 'node:crypto';
import type { PlannedStep } from '../../receipts/delivery-plan.ts';
import { type ReceiptAddress, TELNYX_RETRIES } from '../../receipts/receipt-address.ts';
import {
  createError,
  describeMessage,
  statusOf,
  type TelnyxMessage,
  type TelnyxRecord,
  toIso,
} from './telnyx-messages.ts';
import type { TelnyxVerification } from './telnyx-verifications.ts';

/** Who signs. A key is made when first needed. */
export type TelnyxSigner = () => KeyObject;

/** `null`: neither the request nor the profile names an address. */
export function createMessageWebhooks(
  readKey: TelnyxSigner,
  message: TelnyxMessage,
  profileUrl: string | undefined,
  readRecord: () => TelnyxRecord | undefined,
): ReceiptAddress | null {
  const { webhookUrl, webhookFailoverUrl, usesProfileWebhooks } = message;
  const profile = usesProfileWebhooks ? (profileUrl ?? null) : null;
  const urls = [webhookUrl ?? profile, webhookUrl === null ? null : webhookFailoverUrl].filter((url) => url !== null);
  return createAddress(readKey, urls, (step, atMs) => {
    const record = readRecord();
    if (step.status === 'queued' || record === undefined) return null;
    const [to] = describeMessage(record).to;
    const errors = step.code === null ? [] : [createError(step.code)];
    const status = statusOf(step.status);
    const payload = { ...describeMessage(record), to: [{ ...to, status }], errors };
    return { eventType: step.status === 'sent' ? 'message.sent' : 'message.finalized', word: status, payload, atMs };
  });
}

/** `null`: the profile has no address. */
export function createVerifyWebhooks(
  readKey: TelnyxSigner,
  { id, to, profileId, type, seconds, customCode }: TelnyxVerification,
  profileUrl: string | undefined,
): ReceiptAddress | null {
  return createAddress(readKey, profileUrl === undefined ? [] : [profileUrl], ({ status, code }, atMs) => {
    if (status === 'queued') return null;
    const payload = {
      id,
      record_type: 'verification',
      type,
      phone_number: to,
      verify_profile_id: profileId,
      timeout_secs: seconds,
      custom_code: customCode,
      delivery_status: statusOf(status),
      errors: code === null ? [] : [createError(code)],
    };
    return {
      eventType: `verify.${status === 'undelivered' ? 'failed' : status}`,
      word: statusOf(status),
      payload,
      atMs,
    };
  });
}

interface TelnyxEvent {
  readonly eventType: string;
  readonly word: string;
  readonly payload: object;
  readonly atMs: number;
}

function createAddress(
  readKey: TelnyxSigner,
  urls: readonly string[],
  describe: (step: Pick<PlannedStep, 'status' | 'code'>, atMs: number) => TelnyxEvent | null,
): ReceiptAddress | null {
  if (urls.length === 0) return null;
  return {
    urls,
    retry: TELNYX_RETRIES,
    write(step, atMs) {
      const event = describe(step, atMs);
      if (event === null) return null;
      const id = randomUUID();
      return ({ url, attempt, nowMs }) => {
        const data = {
          event_type: event.eventType,
          id,
          occurred_at: toIso(event.atMs),
          payload: event.payload,
          record_type: 'event',
        };
        const body = JSON.stringify({ data, meta: { attempt, delivered_to: url } });
        const timestamp = String(Math.floor(nowMs / 1000));
        const signature = sign(null, Buffer.from(`${timestamp}|${body}`), readKey()).toString('base64');
        const headers = {
          'Content-Type': 'application/json',
          'User-Agent': 'telnyx-webhooks',
          'telnyx-timestamp': timestamp,
          'telnyx-signature-ed25519': signature,
        };
        return { status: event.word, headers, body, isSigned: true, note: null };
      };
    },
  };
}
