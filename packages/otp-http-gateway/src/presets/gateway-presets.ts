import type { GatewayPresetName } from '../http-gateway-options.ts';
import { budgetsms } from './budgetsms.ts';
import { bulksmsEapi } from './bulksms-eapi.ts';
import { bulksmsJson } from './bulksms-json.ts';
import { clickatellHttp } from './clickatell-http.ts';
import type { GatewayPreset } from './gateway-preset.ts';
import { hollatags } from './hollatags.ts';
import { ismsMy } from './isms-my.ts';
import { jasmin } from './jasmin.ts';
import { kannel } from './kannel.ts';
import { libyasms } from './libyasms.ts';
import { msg91 } from './msg91.ts';
import { nodeAuth } from './node-auth.ts';
import { orgdsApix } from './orgds-apix.ts';
import { playsmsGeneric } from './playsms-generic.ts';
import { playsmsWs } from './playsms-ws.ts';
import { sinchHttpBasic } from './sinch-http-basic.ts';
import { smsapi } from './smsapi.ts';
import { smsglobalHttp } from './smsglobal-http.ts';
import { textlocal } from './textlocal.ts';
import { vonageSms } from './vonage-sms.ts';

/** Every gateway that needs no description. */
export const GATEWAY_PRESETS: Readonly<Record<GatewayPresetName, GatewayPreset>> = {
  'node-auth': nodeAuth,
  kannel,
  'sinch-http-basic': sinchHttpBasic,
  jasmin,
  'clickatell-http': clickatellHttp,
  'smsglobal-http': smsglobalHttp,
  'bulksms-eapi': bulksmsEapi,
  'bulksms-json': bulksmsJson,
  msg91,
  textlocal,
  'vonage-sms': vonageSms,
  smsapi,
  'playsms-ws': playsmsWs,
  'playsms-generic': playsmsGeneric,
  budgetsms,
  hollatags,
  'isms-my': ismsMy,
  libyasms,
  'orgds-apix': orgdsApix,
};
