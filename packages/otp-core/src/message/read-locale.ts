/**
 * The language somebody reads, as systems write it: browsers in BCP 47, servers as POSIX locales, Java, iOS and Android in
 * forms of their own. It decides words and not whether a code is sent, so what names no language reads like none.
 */

const MAXIMUM_LENGTH = 256;

/** BCP 47, told on as it is. */
const TAG = /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i;
const MAXIMUM_TAG_LENGTH = 35;

/** Android's folders of resources: `pt-rBR`, `b+sr+Latn`. */
const ANDROID_REGION = /^r[A-Z]{2}$/;
const ANDROID_PREFIX = /^b\+/;

/** What POSIX calls a script, behind an `@`. */
const SCRIPTS: ReadonlyMap<string, string> = new Map([
  ['latin', 'Latn'],
  ['cyrillic', 'Cyrl'],
  ['devanagari', 'Deva'],
]);

/**
 * A BCP 47 tag; `null` for what is none in any spelling. `pt_BR.UTF-8`, `zh_TW_#Hant`, `pt-BR@calendar=gregorian`,
 * `pt-rBR` and `pt_BR:pt:en` are read. Of a list the first counts.
 */
export function readLocale(written: string): string | null {
  if (written.length > MAXIMUM_LENGTH) return null;
  const [first = ''] = written.split(/[,;:]/);
  if (TAG.test(first) && first.length <= MAXIMUM_TAG_LENGTH && !/-r[A-Z]{2}\b/.test(first)) return first;
  const [name = '', modifier = ''] = first.split('@');
  const [locale = ''] = name.split('.');
  if (!/^[a-z0-9_+#-]*$/i.test(locale)) return null;
  const [language = '', ...others] = locale.replace(ANDROID_PREFIX, '').split(/[_+#-]+/);
  if (!/^[a-z]{2,3}$/i.test(language)) return null;
  // A single letter begins extensions: in `th_TH_TH_#u-nu-thai`, `thai` is no script.
  const extensions = others.findIndex((each) => each.length === 1);
  const subtags = extensions === -1 ? others : others.slice(0, extensions);
  const script = subtags.find((each) => /^[a-z]{4}$/i.test(each)) ?? SCRIPTS.get(modifier.toLowerCase());
  const region = subtags
    .map((each) => (ANDROID_REGION.test(each) ? each.slice(1) : each))
    .find((each) => /^(?:[a-z]{2}|[0-9]{3})$/i.test(each));
  return [language.toLowerCase(), script === undefined ? '' : titleCase(script), region?.toUpperCase() ?? '']
    .filter((each) => each !== '')
    .join('-');
}

function titleCase(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();
}
