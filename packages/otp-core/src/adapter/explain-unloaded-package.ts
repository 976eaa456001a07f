/**
 * Why a package that is loaded with the first call could not be. Installing it helps only where that very package is
 * missing; where it lacks something of its own, or breaks as it loads, the loader's own words say more.
 */

import { OtpConfigurationError } from '../errors/otp-error.ts';

/** A loader may wrap what another one threw. */
const MAX_DEPTH = 3;
const MAX_WORDS = 200;

/**
 * One sentence for an operator.
 *
 * @param error what the import rejected with. No request had begun, so it holds nothing of one.
 * @param installs what `npm install` is told, where it is not the name: `twilio@6`
 * @example
 * explainUnloadedPackage(error, 'twilio', 'twilio@6');
 * // The package twilio is not installed: npm install twilio@6
 */
export function explainUnloadedPackage(error: unknown, packageName: string, installs: string = packageName): string {
  if (isPackageMissing(error, packageName)) {
    return `The package ${packageName} is not installed: npm install ${installs}`;
  }
  const causes = listCauses(error);
  const said = causes.find(({ code }) => code !== '') ?? causes[0];
  return `The package ${packageName} could not be loaded: ${said?.words || 'no reason was given'}`;
}

/** What a provider's `warmUp` rejects with where a package could not be loaded. */
export function createUnloadedError(providerId: string, explanation: string): OtpConfigurationError {
  return new OtpConfigurationError('warmUp', [{ option: providerId, message: `is not ready. ${explanation}` }]);
}

/** True where that very package could not be found, and not something that it needs. */
export function isPackageMissing(error: unknown, packageName: string): boolean {
  return listCauses(error).some((cause) => isAbout(packageName, cause));
}

interface Cause {
  readonly code: string;
  /** The first line: what follows is a list of files. */
  readonly words: string;
}

function listCauses(error: unknown): readonly Cause[] {
  const causes: Cause[] = [];
  let current = error;
  while (current !== undefined && current !== null && causes.length < MAX_DEPTH) {
    const { code, message, cause } = Object(current) as { code?: unknown; message?: unknown; cause?: unknown };
    const [words = ''] = (typeof message === 'string' ? message : '').split('\n');
    causes.push({ code: typeof code === 'string' ? code : '', words: words.trim().slice(0, MAX_WORDS) });
    current = cause;
  }
  return causes;
}

/** Node quotes the name as it was asked for; of a file of a package that is there it quotes the path. */
function isAbout(packageName: string, { code, words }: Cause): boolean {
  const isNotFound = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  return isNotFound && /(['"])(.+?)\1/.exec(words)?.[2] === packageName;
}
