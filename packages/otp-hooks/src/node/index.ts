/** The hook as a listener for `node:http` and the frameworks on top of it: Express, Fastify, NestJS, Koa. */
export {
  createSendHookNodeHandler,
  type SendHookNodeHandler,
  type ServeSendHookOptions,
  serveSendHook,
} from './send-hook-node-handler.ts';
