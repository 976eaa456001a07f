/** One file of the new app. */
export interface AppFile {
  /** Relative to the app's folder, with `/`. */
  readonly path: string;
  readonly content: string;
  /** `owner`: a secret stands in it, so that nobody else on this machine may read it. */
  readonly readableBy: 'everyone' | 'owner';
}

export function appFile(path: string, content: string): AppFile {
  return { path, content, readableBy: 'everyone' };
}
