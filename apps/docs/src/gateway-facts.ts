/** What the presets of `otp-http-gateway` ask of the reader, from the presets themselves. */
import { GATEWAY_PRESETS as PRESETS } from '../../../packages/otp-http-gateway/src/presets/gateway-presets.ts';

export interface GatewayPresetFacts {
  readonly name: string;
  /** Empty where you give your own. */
  readonly endpoint: string;
  readonly needs: readonly string[];
  readonly method: string;
}

export const GATEWAY_PRESETS: readonly GatewayPresetFacts[] = Object.entries(PRESETS).map(([name, preset]) => ({
  name,
  endpoint: preset.endpoint ?? '',
  needs: [...(preset.endpoint === undefined ? ['endpoint'] : []), ...preset.needs],
  method: preset.method ?? 'GET',
}));
