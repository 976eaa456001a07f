/** The routes. */
import { createServer } from 'node:http';
import Koa from 'koa';
import { listen } from './listen.ts';
import { createOtp } from './otp.ts';
import { PAGE } from './page.ts';

export async function startApp(port: number) {
  const otp = await createOtp();
  const app = new Koa();
  app.use(otp.middleware);
  app.use((context) => {
    context.type = 'html';
    context.body = PAGE;
  });

  const server = await listen(createServer(app.callback()), port);
  return {
    url: server.url,
    async close() {
      await server.close();
      await otp.close();
    },
  };
}
