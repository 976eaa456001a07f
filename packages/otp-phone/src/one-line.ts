/**
 * One line, one number. libphonenumber tells what a numbering plan has; some plans have one line twice: with and without
 * a mobile token, before and after digits were added, under two calling codes. Two spellings would be two records, with
 * limits of their own each, so they are read as the one that is dialled today from abroad.
 *
 * Only what maps digit by digit stands here, and it counts only where libphonenumber knows the result.
 */

interface Respelling {
  /** E.164, as the line may be written. */
  readonly spelling: RegExp;
  /** How it is dialled, in the terms of `String.replace`. */
  readonly line: string;
}

const RESPELLINGS: readonly Respelling[] = [
  // Argentina: the 9 of mobile lines stands in calls from abroad, a 15 behind the area code at home. No landline has the
  // same ten digits, and only mobile lines get texts. https://github.com/google/libphonenumber/blob/master/FALSEHOODS.md
  { spelling: /^\+549?0?(\d{10})$/, line: '+549$1' },
  { spelling: /^\+549?0?(\d{12})$/, line: '+54$1' },
  // Mexico: the 1 for mobile lines and the prefixes 01, 044, 045 ended in 2019; contacts still have them.
  { spelling: /^\+52(?:0?1|04[45])(\d{10})$/, line: '+52$1' },
  // Benin: 01 in front of all eight-digit numbers since 30 November 2024.
  { spelling: /^\+229([2-9]\d{7})$/, line: '+22901$1' },
  // Gabon: since November 2019 the 0 is a 1, 6 or 7 by network. Libphonenumber has all three forms.
  // https://www.rfi.fr/fr/afrique/20191115-changement-numerotation-telephonique-gabon
  { spelling: /^\+24101(\d{6})$/, line: '+24111$1' },
  { spelling: /^\+2410?([256]\d{6})$/, line: '+2416$1' },
  { spelling: /^\+2410?([47]\d{6})$/, line: '+2417$1' },
  // Kosovo: lines of the years before +383 were numbered as Monaco's and Slovenia's. The same page of falsehoods.
  { spelling: /^\+377(4[4-6]\d{6})$/, line: '+383$1' },
  { spelling: /^\+386(4[39]\d{6})$/, line: '+383$1' },
  // Palestine: mobile lines can be dialled under Israel's code too. https://github.com/google/libphonenumber/issues/1134
  { spelling: /^\+972(5[69]\d{7})$/, line: '+970$1' },
  // San Marino: landlines can be dialled as Italy's area 0549 too.
  { spelling: /^\+39(0549\d{6})$/, line: '+378$1' },
];

/** The same line as it is dialled today, in E.164 or nearly; `null` where the number is written like that already. */
export function respell(number: string): string | null {
  const found = RESPELLINGS.find(
    ({ spelling, line }) => spelling.test(number) && number.replace(spelling, line) !== number,
  );
  return found === undefined ? null : number.replace(found.spelling, found.line);
}
