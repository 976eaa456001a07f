/** The routes. */
import { createServer } from 'node:http';
import express from 'express';
import { listen } from './listen.js';
import { createOtp } from './otp.js';
import { PAGE } from './page.js';

export async function startApp(port) {
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
