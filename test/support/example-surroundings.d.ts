/** What the examples in comments take from the application around them: settings, parts that were made before, frameworks. */
import type { phoneOtpClient } from '@countersign/otp-better-auth/client';
import type { OtpSettings } from '@countersign/otp-config';
import type { OtpEngine } from '@countersign/otp-core';
import type { DeliveryTracker } from '@countersign/otp-core/delivery';
import type { ProductSettings } from '@countersign/otp-core/settings';
import type {
  CodeStore,
  DeliveryReportParser,
  OnceStore,
  RateLimiter,
  SmsSender,
  VerificationProvider,
} from '@countersign/otp-core/spec';
import type { Account, AxiosLibrary, ReadyMessage } from '@countersign/otp-provider-utils';
import type {
  GuessingRoundsOptions,
  RecordedCodeStore,
  SmsSenderContractOptions,
  VerificationProviderContractOptions,
} from '@countersign/otp-testing';
import type { createAuthClient } from 'better-auth/client';
import type { Express } from 'express';
import type { Redis as IoRedis } from 'ioredis';
import type { Pool } from 'pg';
import type * as vitest from 'vitest';

declare global {
  const secret: string;
  const accountSid: string;
  const authToken: string;
  const apiKeySid: string;
  const apiKeySecret: string;
  const serviceSid: string;
  const messagingServiceSid: string;
  const applicationKey: string;
  const applicationSecret: string;
  const servicePlanId: string;
  const apiToken: string;
  const settings: Pick<OtpSettings, 'provider' | 'secret'>;

  const client: { text(phoneNumber: string, text: string): Promise<void> };
  const myClient: typeof client;
  const otp: OtpEngine;
  const engine: OtpEngine;
  const provider: SmsSender;
  const sender: SmsSender;
  const store: CodeStore;
  const once: OnceStore;
  const keySecret: string;
  const parser: DeliveryReportParser;
  const delivery: DeliveryTracker;
  const pool: Pool;
  const Redis: typeof IoRedis;
  const twilio: SmsSender;
  const telnyx: SmsSender;
  const sinch: SmsSender;
  const sns: SmsSender;
  const twilioVerify: VerificationProvider;
  const telnyxVerify: VerificationProvider;
  const sinchVerification: VerificationProvider;

  interface AcmeOptions {
    readonly apiKey: string;
  }
  type AcmeSmsSenderOptions = AcmeOptions;
  type AcmeReceiptOptions = AcmeOptions;
  const ACME_SETTINGS: ProductSettings<AcmeOptions>;
  function createAcmeSmsSender(options: AcmeOptions): SmsSender;

  const account: Account<unknown>;
  const message: ReadyMessage;
  const loadAxios: () => Promise<AxiosLibrary>;

  const authClient: ReturnType<typeof createAuthClient<{ plugins: [ReturnType<typeof phoneOtpClient>] }>>;
  function signIn(input: { phone: string; smsGateway: string }): Promise<void>;
  function createAccount(phoneNumber: string): Promise<void>;

  const request: Request;
  const error: unknown;
  const method: string;
  const url: string;
  const headers: Record<string, string>;
  const body: Uint8Array;

  const app: import('hono').Hono & Express;
  const serve: typeof import('@hono/node-server').serve;
  const createServer: typeof import('node:http').createServer;
  const Deno: {
    serve(handler: (request: Request, info: { remoteAddr: { hostname: string } }) => Promise<Response>): void;
  };
  const Bun: { serve(options: { fetch(request: Request, server: object): Promise<Response> }): void };

  const describe: typeof vitest.describe;
  const it: typeof vitest.it;
  const assert: typeof import('node:assert/strict');
  const first: RecordedCodeStore;
  const second: RecordedCodeStore;
  const processes: GuessingRoundsOptions['processes'];
  const startVendor: SmsSenderContractOptions['arrange'] & VerificationProviderContractOptions['arrange'];
  function createMyStore(): CodeStore;
  function createMyOnceStore(): OnceStore;
  function createMyRateLimiter(): RateLimiter;
}
