/** Rows of settings: what an adapter's package tells of its options, and what a composer reads them by. Loads nothing else. */
export { nearestName, nearestWord } from './nearest-name.ts';
export type { OptionName, OptionPath, ProductSettings, ReceiptSettings } from './product-settings.ts';
export { optional, required, type Setting, type SettingDescription, timeoutSetting } from './setting.ts';
export {
  choice,
  DOLLARS,
  didYouMean,
  ENDPOINT,
  FLAG,
  list,
  PUBLIC_URL,
  SENDER_IDENTITY,
  type Shape,
  TOKEN,
  text,
  UUID,
  whole,
} from './shape.ts';
