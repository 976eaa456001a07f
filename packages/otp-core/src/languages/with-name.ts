/** The app's name in a sentence that must read well without it, too. */

/** The name with what joins it to the sentence; nothing where there is no name. */
export function withName(before: string, appName: string | null, after = ''): string {
  return appName === null ? '' : `${before}${appName}${after}`;
}
