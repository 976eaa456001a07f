/** A vendor's library that does not load: the operator's to mend, told by its name, and nobody is asked. */
import { strict as assert } from 'node:assert';
import type { ProviderFailure } from '@countersign/otp-core/spec';

/** The library that an adapter loads with its first call. */
export interface AdapterLibrary<Arranged> {
  /** As it is imported: `twilio`. */
  readonly name: string;
  /** Sets up a vendor that accepts, and an adapter to it whose import of the library rejects with `error`. */
  arrangeWithout(error: Error): Arranged | Promise<Arranged>;
}

interface LoadingFault {
  readonly what: string;
  /** Installing it would help. */
  readonly isMissing: boolean;
  /** As Node words it. */
  errorFor(name: string): Error;
}

export const LOADING_FAULTS: readonly LoadingFault[] = [
  {
    what: 'is missing',
    isMissing: true,
    errorFor: (name) =>
      Object.assign(new Error(`Cannot find package '${name}' imported from /srv/app.js`), {
        code: 'ERR_MODULE_NOT_FOUND',
      }),
  },
  {
    what: 'lacks something of its own',
    isMissing: false,
    errorFor: () =>
      Object.assign(new Error("Cannot find module 'its-own-helper'\nRequire stack:\n- /srv/app.js"), {
        code: 'MODULE_NOT_FOUND',
      }),
  },
  { what: 'breaks as it loads', isMissing: false, errorFor: () => new SyntaxError('Unexpected token') },
];

export function assertNamesLibrary(failure: ProviderFailure, name: string, { isMissing }: LoadingFault): void {
  assert.equal(failure.category, 'configuration');
  assert.equal(failure.retryable, false, 'a library is not there the next time either');
  assert.ok(failure.message.includes(name), 'does not name the library');
  assert.equal(/npm install/.test(failure.message), isMissing, 'tells to install exactly where that helps');
}
