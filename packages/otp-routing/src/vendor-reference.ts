/**
 * A reference that names its vendor: `twilio-verify:VE0123…`. The engine seals it into the handle, so that a check goes
 * to the vendor that made the code, whoever comes first by then. At most 128 characters fit.
 */
import { createHash } from 'node:crypto';

/** What a handle has room for: printable ASCII but quotes and backslashes. */
const REFERENCE = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/;

/** `null` where the reference is none, or too long even behind a short name. */
export function writeVendorReference(providerId: string, reference: string): string | null {
  const written = [`${providerId}:${reference}`, `${shortNameOf(providerId)}:${reference}`];
  return reference === '' ? null : (written.find((each) => REFERENCE.test(each)) ?? null);
}

/** Whose it is among these, and the vendor's own part; `null` where it is nobody's. */
export function readVendorReference<Vendor extends { readonly providerId: string }>(
  value: unknown,
  vendors: readonly Vendor[],
): { readonly vendor: Vendor; readonly reference: string } | null {
  if (typeof value !== 'string' || value.length > 128 || !REFERENCE.test(value)) return null;
  // The vendor's part may hold colons, its name cannot.
  const end = value.indexOf(':');
  const name = value.slice(0, Math.max(0, end));
  const vendor = vendors.find(({ providerId }) => providerId === name || shortNameOf(providerId) === name);
  const reference = value.slice(end + 1);
  return vendor === undefined || reference === '' ? null : { vendor, reference };
}

/** Begins as no `providerId` can. 48 bits: no two vendors of a deployment share them by chance. */
function shortNameOf(providerId: string): string {
  return `~${createHash('sha256').update(providerId).digest('base64url').slice(0, 8)}`;
}
