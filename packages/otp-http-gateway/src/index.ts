/** Sends text messages through any HTTP SMS gateway. */
export type {
  GatewayAnswer,
  GatewayParameterNames,
  GatewayVerdict,
  HttpGatewaySmsSenderOptions,
} from './http-gateway-options.ts';
export { createHttpGatewaySmsSender } from './http-gateway-sms-sender.ts';
