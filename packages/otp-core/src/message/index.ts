/** The text that carries a code: composing it, counting what it costs, and what may be shown of where it goes. */
export { countSegments, type SegmentCount } from './count-segments.ts';
export { maskPhoneNumber } from './mask-phone-number.ts';
export type {
  MessageComposer,
  MessageInput,
  MessageLanguages,
  MessageOptions,
  MessageTemplate,
  MessageTemplateInput,
} from './message.ts';
export { createMessageComposer } from './message-composer.ts';
export { checkMessageOptions } from './message-options.ts';
export { type OriginBoundLine, parseOriginBoundLine } from './origin-bound-line.ts';
export { readLocale } from './read-locale.ts';
