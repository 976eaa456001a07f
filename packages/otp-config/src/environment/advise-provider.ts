/** What somebody meant who named an unknown provider. Nothing of what was written is repeated. */

import { didYouMean, nearestWord } from '@countersign/otp-core/settings';
import { PROVIDERS } from '../catalog/providers.ts';

/** `did you mean …?`; `null`: nothing of ours is near. */
export function providerHint(name: string): string | null {
  const known = PROVIDERS.map((each) => each.name);
  return presetAdvice(name) ?? didYouMean(nearestWord(name, known) ?? otherWordFor(name));
}

/** Goes on where the option's name ends. */
export function adviseProvider(name: string): string {
  const known = PROVIDERS.map((each) => each.name);
  const hint = providerHint(name);
  return hint === null
    ? `is not a known provider; known are ${known.join(', ')}`
    : `is not a known provider: ${hint} Known are ${known.join(', ')}`;
}

function otherWordFor(name: string): string | null {
  const found = PROVIDERS.find(({ otherNames = [] }) => nearestWord(name, otherNames) !== null);
  return found?.name ?? null;
}

/** A gateway that is known by name is a preset of the one provider for gateways. */
function presetAdvice(name: string): string | null {
  for (const { name: provider, presets, settings } of PROVIDERS) {
    const preset = presets === undefined ? null : nearestWord(name, presets.names);
    const variable = settings.find(({ option }) => option === presets?.option)?.variable;
    if (preset !== null && variable !== undefined) return `did you mean ${provider} with ${variable}=${preset}?`;
  }
  return null;
}
