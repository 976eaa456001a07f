/** Any other platform that posts JSON: a mapping says where the number and the code are. */
import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import { replyByStatus } from '../answer/hook-reply.ts';
import { textAt } from '../reading/json-value.ts';
import type { Platform } from './platform.ts';
import { readCode } from './read-code.ts';

/** Where a body has what is needed: names of members, joined by dots, such as `data.phone`. */
export interface HookMapping {
  /** The phone number in E.164 form, with its plus. */
  readonly to: string;
  readonly code: string;
  /**
   * What tells two sends of one code to one number apart, such as the id of a user's request. A retry must repeat it.
   * @defaultValue none: the same code to the same number is sent once within the code's life
   */
  readonly subject?: string;
  /** What the code is for. @defaultValue none: `default` */
  readonly purpose?: string;
  /** A BCP 47 tag. @defaultValue none: English */
  readonly locale?: string;
  /** Address of the person's device. @defaultValue none: no limit by address */
  readonly clientAddress?: string;
  /** A text to send as it is, for `message: 'platform'`. @defaultValue none */
  readonly text?: string;
}

const NAMES = ['to', 'code', 'subject', 'purpose', 'locale', 'clientAddress', 'text'] as const;
const PATH = /^[^.\s]{1,64}(?:\.[^.\s]{1,64}){0,7}$/;

export function addMappingProblems(problems: OptionProblems, mapping: unknown): void {
  if (!isOptions(mapping)) {
    problems.add('mapping', "must be an object such as { to: 'data.phone', code: 'data.code' }");
    return;
  }
  problems.addUnknown('mapping', mapping, NAMES);
  for (const name of NAMES) {
    const path = mapping[name];
    const isMissing = path === undefined && (name === 'to' || name === 'code');
    if (isMissing || (path !== undefined && (typeof path !== 'string' || !PATH.test(path)))) {
      problems.add(`mapping.${name}`, 'must be a path such as data.phone, of at most 8 names');
    }
  }
}

export function createGenericPlatform(mapping: HookMapping): Platform {
  return {
    name: 'generic',
    schemes: ['standard-webhooks', 'authorization'],
    deadlineMs: 8_000,
    text: mapping.text === undefined ? 'none' : 'sent-along',

    read(body) {
      const at = (path: string | undefined) => (path === undefined ? null : textAt(body, ...path.split('.')));
      return readCode({
        phoneNumber: at(mapping.to),
        plus: 'always',
        code: at(mapping.code),
        subject: [at(mapping.subject) ?? ''],
        purpose: at(mapping.purpose) ?? 'default',
        locale: at(mapping.locale),
        clientAddress: at(mapping.clientAddress),
        text: at(mapping.text),
        lifeMs: null,
      });
    },

    answer: replyByStatus,
  };
}
