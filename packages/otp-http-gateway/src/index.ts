/** Text messages and delivery receipts through any HTTP SMS gateway. */
export { httpGatewayAdapter } from './http-gateway-adapter.ts';
export { createHttpGatewayDeliveryReportParser } from './http-gateway-delivery-report-parser.ts';
export type {
  GatewayAnswer,
  GatewayAnswerPattern,
  GatewayAnswerPredicate,
  GatewayAnswerRules,
  GatewayFailureCodes,
  GatewayJsonPattern,
  GatewayParameterNames,
  GatewayPresetName,
  GatewayRefusalPattern,
  GatewayTextEncoding,
  GatewayUnicodeText,
  GatewayValueFinder,
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
