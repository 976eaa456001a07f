/**
 * Which destination a number belongs to, for what is counted per destination: its country by the calling code, and where
 * a calling code is several countries', the first four digits. Nothing longer: what stands in events must be no number.
 */

/** Calling codes of two digits; all but these, 1 and 7 have three. */
const TWO_DIGITS = /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** Area codes under +1 outside of the United States: Canada, then islands. A new one counts as the United States' until it stands here. */
const OUTSIDE_UNITED_STATES = new Set(
  (
    '204 226 236 249 250 257 263 273 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 506 514 519 ' +
    '548 579 581 584 587 600 604 613 622 633 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942 ' +
    '242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 868 869 876 939'
  ).split(' '),
);

/**
 * @param phoneNumber in E.164
 * @returns how the numbers of the destination begin
 * @example
 * destinationOf('+447700900123'); // +44
 * destinationOf('+14155550123'); // +1
 * destinationOf('+18765550123'); // +1876, Jamaica
 */
export function destinationOf(phoneNumber: string): string {
  const digits = phoneNumber.slice(1);
  if (digits.startsWith('1')) return OUTSIDE_UNITED_STATES.has(digits.slice(1, 4)) ? `+${digits.slice(0, 4)}` : '+1';
  // Kazakhstan's numbers begin with 76 and 77.
  if (digits.startsWith('7')) return /^7[67]/.test(digits) ? `+${digits.slice(0, 4)}` : '+7';
  return `+${digits.slice(0, TWO_DIGITS.test(digits) ? 2 : 3)}`;
}
