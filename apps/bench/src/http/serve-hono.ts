import { createOtpHandler, fromHonoConnInfo } from '@countersign/otp-web';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { answerOf, BARE_ANSWER, type RouteWork } from './route-work.ts';

/** Hono under Node, as its documentation serves it. */
export function serveHono(work: RouteWork, port: number): Promise<void> {
  const { fetch } = createApp(work);
  return new Promise((resolve) => {
    serve({ fetch, hostname: '127.0.0.1', port }, () => resolve());
  });
}

function createApp(work: RouteWork): Hono {
  const app = new Hono();
  switch (work.route) {
    case 'bare':
      return app.post('/otp/verifications', async (context) => {
        await context.req.json();
        return context.json(BARE_ANSWER, 202);
      });
    case 'hand-written':
      return app.post('/otp/verifications', async (context) => {
        const { phoneNumber } = await context.req.json<{ phoneNumber: string }>();
        const ip = getConnInfo(context).remote.address;
        const client = ip === undefined ? {} : { ip };
        const { status, body } = answerOf(await work.engine.request({ to: phoneNumber, client }));
        return context.json(body, status);
      });
    case 'countersign': {
      const clientAddress = fromHonoConnInfo(getConnInfo);
      const handler = createOtpHandler({ engine: work.engine, basePath: '/otp', clientAddress });
      return app.all('/otp/*', (context) => handler(context.req.raw, context));
    }
    case 'better-auth':
      return app.on(['POST', 'GET'], '/api/auth/*', (context) => work.auth.handler(context.req.raw));
  }
}
