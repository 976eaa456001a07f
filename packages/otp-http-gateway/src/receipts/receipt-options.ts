import type { Clock, ProviderFailureCategory } from '@countersign/otp-core/spec';

/** In which words options say how a gateway's delivery receipts are to be read. Types only. */

/** Options of `createHttpGatewayDeliveryReportParser`. */
export interface HttpGatewayDeliveryReportParserOptions {
  /** How a callback proves to come from the gateway. */
  readonly authentication: GatewayCallbackAuthentication;
  readonly fields: GatewayReceiptFields;
  /** JSON only: path to each of several receipts, such as `results[*]`; `fields` then start there. @defaultValue the whole body is one */
  readonly entries?: string;
  readonly statuses: GatewayReceiptStatuses;
  /** What a code means, or a status where there is no code or an unknown one; without regard to case. @defaultValue all are 'unknown' */
  readonly failureCategories?: Readonly<Record<string, ProviderFailureCategory>>;
  /** What the gateway wants to be answered, 1 to 256 characters of plain text, such as `OK`. @defaultValue nothing: a 204 */
  readonly reply?: string;
  /** That of the sender whose messages are reported on. @defaultValue 'http-gateway' */
  readonly providerId?: string;
  /** For tests. @defaultValue the process's own time */
  readonly clock?: Pick<Clock, 'now'>;
}

/** A secret, or up to four while it is rotated: each is accepted. */
export type GatewayCallbackSecret = string | readonly string[];

/** Compared in constant time. Never part of an error. */
export type GatewayCallbackAuthentication =
  | GatewayQuerySecret
  | GatewayHeaderSecret
  | GatewayBasicCredentials
  | GatewayBodySignature;

/** A parameter of the address that the gateway is given. Addresses are logged: take another kind where the gateway has one. */
export interface GatewayQuerySecret {
  readonly kind: 'query';
  readonly name: string;
  /** 16 to 512 visible ASCII characters, of your choice. */
  readonly secret: GatewayCallbackSecret;
}

/** A header that the gateway is told to send. */
export interface GatewayHeaderSecret {
  readonly kind: 'header';
  readonly name: string;
  /** 16 to 512 visible ASCII characters, of your choice. */
  readonly secret: GatewayCallbackSecret;
}

/** `Authorization: Basic …`, which gateways send for `https://user:password@…`. */
export interface GatewayBasicCredentials {
  readonly kind: 'basic';
  readonly username: string;
  /** 8 to 512 characters. */
  readonly password: GatewayCallbackSecret;
}

/** HMAC-SHA256 over the raw body. Nothing but the body is signed, so nothing but the body is read, and no GET is taken. */
export interface GatewayBodySignature {
  readonly kind: 'hmac-sha256';
  /** The header with the signature. */
  readonly header: string;
  /** 8 to 512 characters, from the gateway. */
  readonly secret: GatewayCallbackSecret;
  /** @defaultValue 'hex', in either case */
  readonly encoding?: 'hex' | 'base64';
  /** What stands before the signature, such as `sha256=`. @defaultValue nothing */
  readonly prefix?: string;
  /** Without it, a callback that somebody recorded stays valid for ever. @defaultValue the signature covers no time */
  readonly timestamp?: GatewaySignatureTime;
}

/** When a callback was signed, in seconds or milliseconds since the epoch. Signed is then time, separator and body. */
export interface GatewaySignatureTime {
  readonly header: string;
  /** @defaultValue '.' */
  readonly separator?: string;
  /** How far it may be from now, either way, in milliseconds: 1,000 to 86,400,000. @defaultValue 300_000 */
  readonly toleranceMs?: number;
}

/** Names of parameters, in a query or a form; or paths into JSON, such as `data.message[0].id`. */
export interface GatewayReceiptFields {
  /** The id as `send` returned it. */
  readonly messageId: string;
  readonly status: string;
  /** The gateway's code of a failure. @defaultValue it gives none */
  readonly code?: string;
  /** ISO 8601 with a zone, or seconds or milliseconds since the epoch; anything else is no time. @defaultValue it gives none */
  readonly time?: string;
}

/** The gateway's words or numbers, without regard to case. A receipt with another one is taken in without effect. */
export interface GatewayReceiptStatuses {
  readonly delivered: readonly string[];
  readonly undelivered: readonly string[];
  /** On its way: not final. @defaultValue none */
  readonly inTransit?: readonly string[];
}
