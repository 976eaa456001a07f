/**
 * What an engine does, whoever is behind it. The cases know results and events, and what a provider has declared; they
 * know no provider by its name. A deployment that changes provider by a setting changes nothing of what stands here.
 */
import type { Inbox } from '@countersign/otp-inbox';
import { afterEach, describe } from 'vitest';
import { codeCases } from './cases/code-cases.ts';
import { guessingCases } from './cases/guessing-cases.ts';
import { limitCases } from './cases/limit-cases.ts';
import { repeatCases } from './cases/repeat-cases.ts';
import { troubleCases } from './cases/trouble-cases.ts';
import { createProviderBed, type ProviderBed } from './support/provider-bed.ts';
import type { ProviderEntry } from './support/providers.ts';

/** Arranges an engine with the provider behind it. */
export type Arrange = (options?: Parameters<typeof createProviderBed>[2]) => ProviderBed;

/** Registers the specification for a provider whose vendor is played by the inbox. */
export function engineWithAProvider(entry: ProviderEntry, inboxOf: () => Inbox): void {
  const beds: ProviderBed[] = [];

  const arrange: Arrange = (options) => {
    const bed = createProviderBed(inboxOf(), entry.create({ url: inboxOf().url }), options);
    beds.push(bed);
    return bed;
  };

  afterEach(() => {
    for (const bed of beds.splice(0)) bed.expectNothingShown();
  });

  describe('a code', () => codeCases(arrange));
  describe('wrong codes', () => guessingCases(arrange));
  describe('limits', () => limitCases(arrange));
  describe('a repeat', () => repeatCases(arrange));
  describe('a vendor in trouble', () => troubleCases(arrange, entry));
}
