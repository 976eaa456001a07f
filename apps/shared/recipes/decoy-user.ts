import { createHash } from 'node:crypto';

/**
 * Stands for a user without a number, or who does not exist. A decoy that reads as a phone number would be that number, limits
 * and tries included, and whoever types a number for an id could use them up. A name of letters alone is no number.
 */
export function decoyUser(userId: string): { readonly decoy: string } {
  return {
    decoy: createHash('sha256')
      .update(userId)
      .digest('base64')
      .replace(/[^a-z]/gi, ''),
  };
}
