/** Sends text messages through any HTTP SMS gateway. */
export type {
  GatewayAnswer,
  GatewayAnswerPattern,
  GatewayAnswerPredicate,
  GatewayAnswerRules,
  GatewayFailureCodes,
  GatewayJsonPattern,
  GatewayRefusalPattern,
  GatewayValueFinder,
} from './gateway-answer.ts';
export type {
  GatewayParameterNames,
  GatewayPresetName,
  GatewayTextEncoding,
  GatewayUnicodeText,
  HttpGatewaySmsSenderOptions,
} from './http-gateway-options.ts';
export { createHttpGatewaySmsSender } from './http-gateway-sms-sender.ts';
