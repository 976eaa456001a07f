/** What a message is made of, and who may make it. Types only. */

/**
 * Composes the text that carries a code. Pure.
 * @throws OtpMessageError when a variable or the composed text must not be sent; it quotes neither.
 */
export type MessageComposer = (input: MessageInput) => string;

/** What a composer is given. */
export interface MessageInput {
  /** 4 to 10 ASCII digits. */
  readonly code: string;
  /** Whole minutes the code still lives, at least 1. */
  readonly minutes: number;
  readonly purpose: string;
  readonly tenant: string;
  /**
   * The reader's language, as BCP 47 or as POSIX, Java, iOS or Android write it; `null` where it is not known. A language
   * we have no text in reads English. The engine hands over BCP 47.
   */
  readonly locale: string | null;
}

/** What a template may use. */
export interface MessageTemplateInput extends MessageInput {
  /** `null` where `MessageOptions.appName` is left out. */
  readonly appName: string | null;
}

/**
 * Writes a text of its own. The text must hold the code, apart from other digits; no control character but `\n`;
 * no autofill line, which `originHost` adds; and at most 1,600 UTF-16 units with that line.
 */
export type MessageTemplate = (input: MessageTemplateInput) => string;

/**
 * Texts by the language they are in, as BCP 47 tags of letters and digits: `pt`, `pt-BR`, `zh-Hant`. The case of a tag
 * does not matter. `@countersign/otp-core/languages` has many.
 */
export type MessageLanguages = Readonly<Record<string, MessageTemplate>>;

/** How the text reads. */
export interface MessageOptions {
  /** Who asks for the code, as the reader knows it; 1 to 30 characters. Read in NFC, without zero-width characters. @defaultValue none: "Your code is …" */
  readonly appName?: string;
  /**
   * Host of the site whose form takes the code, for example `example.com`: adds the last line `@example.com #123456`,
   * by which browsers offer the code to that site only. From your settings, never from a request's `Host` header.
   * Source: https://wicg.github.io/sms-one-time-codes/
   * @defaultValue none: no such line
   */
  readonly originHost?: string;
  /**
   * The 11 characters by which an Android app is handed the message (SMS Retriever): they end the text, on a line of
   * their own or, with `originHost`, behind the autofill line, where browsers ignore them.
   * Source: https://developers.google.com/identity/sms-retriever/verify
   * @defaultValue none: no app is handed it
   */
  readonly appHash?: string;
  /**
   * Our texts in other languages than English, or your own: `{ ...portuguese, en: yours }`. A reader of `pt-BR` gets
   * that, else `pt`, else `en`. Not together with `template`.
   * @defaultValue English only
   */
  readonly languages?: MessageLanguages;
  /**
   * A text with `{code}` and, if wanted, `{minutes}`, `{appName}`, `{purpose}`, `{tenant}`, `{locale}`; or a function.
   * @defaultValue our text, in the reader's language where `languages` has it
   */
  readonly template?: string | MessageTemplate;
}
