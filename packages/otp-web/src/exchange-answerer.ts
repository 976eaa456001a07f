import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import { readJsonBody } from './body/json-body.ts';
import { createCorsPolicy } from './cors/cors-policy.ts';
import type { Exchange, Reply } from './exchange.ts';
import { createOpenApiDocument } from './openapi/openapi-document.ts';
import type { ResolvedOtpWebOptions } from './otp-web-options.ts';
import { createProblem, type Problem } from './problems/problem.ts';
import { problemOfError } from './problems/problem-of-error.ts';
import { jsonReply, problemReply } from './reply.ts';
import { cancelVerification } from './routes/cancel-verification.ts';
import { checkVerification } from './routes/check-verification.ts';
import { receiveWebhook } from './routes/receive-webhook.ts';
import { requestVerification } from './routes/request-verification.ts';
import { resendVerification } from './routes/resend-verification.ts';
import type { Route } from './routes/route-call.ts';

/** All routes, and the way of every request from path to answer. The bindings only translate. */
const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/verifications', requestVerification],
  ['/verifications/check', checkVerification],
  ['/verifications/resend', resendVerification],
  ['/verifications/cancel', cancelVerification],
]);

/** What is read and never changes while the app runs. */
type Documents = ReadonlyMap<string, () => object>;

export interface ExchangeAnswerer<From extends readonly unknown[]> {
  /** True where a path, base path included, is a route's. */
  hasRoute(path: string): boolean;
  /** Never rejects: whatever is thrown becomes an answer. */
  answer(exchange: Exchange<From>): Promise<Reply>;
}

export function createExchangeAnswerer<From extends readonly unknown[]>(
  options: ResolvedOtpWebOptions<From>,
): ExchangeAnswerer<From> {
  const { basePath, webhooks } = options;
  const parsers = new Map(webhooks.parsers.map((parser) => [`/webhooks/${parser.providerId}`, parser]));
  const relative = (path: string): string | undefined =>
    path.startsWith(basePath) ? path.slice(basePath.length) : undefined;
  const cors = createCorsPolicy(options.cors);
  const documents: Documents = new Map([
    ['/countries', () => ({ countries: options.countries })],
    ['/openapi.json', () => createOpenApiDocument(options)],
  ]);

  async function dispatch(exchange: Exchange<From>, path: string): Promise<Reply> {
    const document = documents.get(path);
    if (document !== undefined) return cors.answerPreflight(exchange, 'GET') ?? show(exchange, document);
    const route = ROUTES.get(path);
    const parser = parsers.get(path);
    if (parser !== undefined) return await receive(exchange, parser);
    if (route === undefined) return refuse(createProblem('unknown-path'));
    const preflight = cors.answerPreflight(exchange, 'POST');
    if (preflight !== null) return preflight;
    if (exchange.method !== 'POST') return refuse(createProblem('method-not-allowed', { allow: 'POST' }));
    const body = await readJsonBody(exchange, options.bodyTimeoutMs);
    if (!body.ok) return refuse(body.problem);
    return await route({ exchange, options, body: body.value, startedAtMs: performance.now() });
  }

  /** Gateways report by GET as well; whether one does, its parser knows. */
  async function receive(exchange: Exchange<From>, parser: DeliveryReportParser): Promise<Reply> {
    if (exchange.method === 'POST' || exchange.method === 'GET') return await receiveWebhook(exchange, options, parser);
    return refuse(createProblem('method-not-allowed', { allow: 'GET, POST' }));
  }

  function show({ method }: Exchange<From>, document: () => object): Reply {
    if (method === 'GET' || method === 'HEAD') return jsonReply(200, document());
    return refuse(createProblem('method-not-allowed', { allow: 'GET' }));
  }

  function refuse(problem: Problem): Reply {
    return problemReply(problem, options);
  }

  function refuseThrown(error: unknown): Reply {
    const problem = problemOfError(error, options.nowMs());
    if (problem.code !== 'client-closed-request') options.reporter.report(error);
    return refuse(problem);
  }

  async function answer(exchange: Exchange<From>): Promise<Reply> {
    const path = relative(exchange.path) ?? '';
    let reply: Reply;
    try {
      reply = await dispatch(exchange, path);
    } catch (error) {
      reply = refuseThrown(error);
    }
    const opened = parsers.has(path) ? reply : cors.open(exchange, reply);
    // RFC 9110, section 9.3.2: the headers of an answer, without its body.
    return exchange.method === 'HEAD' ? { ...opened, body: null } : opened;
  }

  function hasRoute(path: string): boolean {
    const own = relative(path);
    return own !== undefined && (documents.has(own) || ROUTES.has(own) || parsers.has(own));
  }

  return { hasRoute, answer };
}
