/** The routes. */
import { createServer } from 'node:http';
import express from 'express';
import { listen } from './listen.ts';
import { createOtp } from './otp.ts';
import { PAGE } from './page.ts';

export async function startApp(port: number) {
  const otp = await createOtp();
  const app = express();
  // Behind a proxy of yours: app.set('trust proxy', 1).
  app.use('/otp', otp.router);
  app.use(express.json());
  app.get('/', (_request, response) => {
    response.type('html').send(PAGE);
  });

  const server = await listen(createServer(app), port);
  return {
    url: server.url,
    async close() {
      await server.close();
      await otp.close();
    },
  };
}
