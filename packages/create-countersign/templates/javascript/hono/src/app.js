/** The routes. */
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { listen } from './listen.js';
import { createOtp } from './otp.js';
import { PAGE } from './page.js';

export async function startApp(port) {
  const otp = await createOtp();
  const app = new Hono();
  app.all('/otp/*', (context) => otp.handler(context.req.raw, context));
  app.get('/', (context) => context.html(PAGE));

  const server = await listen(createServer(getRequestListener(app.fetch)), port);
  return {
    url: server.url,
    async close() {
      await server.close();
      await otp.close();
    },
  };
}
