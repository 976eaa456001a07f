import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import type { GivenOptions } from '../option-shapes.ts';
import type { GatewayPreset } from './gateway-preset.ts';
import { GATEWAY_PRESETS } from './gateway-presets.ts';

/** Lays options over what a preset says: the rest of the package never learns which of the two it was. */
export function applyPreset(options: GivenOptions, problems: OptionProblems): GivenOptions {
  const { preset: name, ...rest } = options;
  if (name === undefined) return options;
  const preset = findPreset(name);
  if (typeof name !== 'string' || preset === null) {
    problems.add('preset', `must be one of ${Object.keys(GATEWAY_PRESETS).join(', ')}`);
    return rest;
  }
  const written = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const { needs, ...known } = preset;
  const inQuery = namesInQuery(written.endpoint);
  const ownParameters = Object.entries(known.parameters ?? {}).filter(([parameter]) => !inQuery.includes(parameter));
  const merged: GivenOptions = {
    providerId: name,
    ...known,
    ...written,
    parameterNames: overlay(known.parameterNames, written.parameterNames),
    parameters: overlay(Object.fromEntries(ownParameters), written.parameters),
  };
  for (const need of needs) {
    if (!isMet(need, merged, inQuery)) problems.add(need, `is needed by the preset ${name}`);
  }
  return merged;
}

function findPreset(name: unknown): GatewayPreset | null {
  const presets: Readonly<Record<string, GatewayPreset>> = GATEWAY_PRESETS;
  return typeof name === 'string' && Object.hasOwn(presets, name) ? (presets[name] ?? null) : null;
}

/** What is no map stays as it is, to be refused where maps are read. */
function overlay(known: object | undefined, written: unknown): unknown {
  return written === undefined || isOptions(written) ? { ...known, ...written } : written;
}

/** Somebody who pastes an address with `?app=ws&op=pv` has said what a preset would say again. */
function namesInQuery(endpoint: unknown): readonly string[] {
  return typeof endpoint === 'string' && endpoint.length < 4096 && URL.canParse(endpoint)
    ? [...new URL(endpoint).searchParams.keys()]
    : [];
}

function isMet(need: GatewayPreset['needs'][number], merged: GivenOptions, inQuery: readonly string[]): boolean {
  if (need.startsWith('parameters.')) {
    const parameter = need.slice('parameters.'.length);
    return inQuery.includes(parameter) || (isOptions(merged.parameters) && Object.hasOwn(merged.parameters, parameter));
  }
  if (merged[need] !== undefined) return true;
  const names = isOptions(merged.parameterNames) ? merged.parameterNames : {};
  return inQuery.includes(String(names[need] ?? need));
}
