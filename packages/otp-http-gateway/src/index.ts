export type {
  GatewayAnswer,
  GatewayAnswerPattern,
  GatewayAnswerPredicate,
  GatewayAnswerRules,
  GatewayFailureCodes,
  GatewayJsonPattern,
  GatewayRefusalPattern,
  GatewayValueFinder,
} from './answer/gateway-answer.ts';
/** Text messages and delivery receipts through any HTTP SMS gateway. */
export { httpGatewayAdapter } from './http-gateway-adapter.ts';
export { createHttpGatewayDeliveryReportParser } from './http-gateway-delivery-report-parser.ts';
export type {
  GatewayParameterNames,
  GatewayPresetName,
  GatewayTextEncoding,
  GatewayUnicodeText,
  HttpGatewaySmsSenderOptions,
} from './http-gateway-options.ts';
export { createHttpGatewaySmsSender } from './http-gateway-sms-sender.ts';
export type {
  GatewayBasicCredentials,
  GatewayBodySignature,
  GatewayCallbackAuthentication,
  GatewayCallbackSecret,
  GatewayHeaderSecret,
  GatewayQuerySecret,
  GatewayReceiptFields,
  GatewayReceiptStatuses,
  GatewaySignatureTime,
  HttpGatewayDeliveryReportParserOptions,
} from './receipts/receipt-options.ts';
