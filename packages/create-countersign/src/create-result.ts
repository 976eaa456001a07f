/** Why nothing was written, or not everything. */
export type CreateRefusal =
  /** A value that is not among those that can be chosen. */
  | 'unknown-value'
  /** A language that the framework has no app in. */
  | 'unsupported-combination'
  /** Something is in the folder already. Nothing is ever overwritten. */
  | 'folder-not-empty'
  /** There is a file of that name, or its path makes no folder. */
  | 'not-a-folder'
  /** It is called `node_modules`, or is in a folder of that name. */
  | 'unusable-folder'
  /** `packages` has no folder of tarballs, or lacks one of them. */
  | 'missing-tarball'
  /** The system did not let it write. */
  | 'cannot-write';

/** What `createApp` did. */
export type CreateResult =
  | {
      readonly ok: true;
      /** Its full path. */
      readonly folder: string;
      /** Relative to it, with `/`. */
      readonly files: readonly string[];
    }
  | {
      readonly ok: false;
      readonly reason: CreateRefusal;
      /** One sentence for whoever called, with what to do. */
      readonly message: string;
    };

export type Refused = Extract<CreateResult, { readonly ok: false }>;

export function refused(reason: CreateRefusal, message: string): Refused {
  return { ok: false, reason, message };
}
