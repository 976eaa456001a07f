/** The routes. */
import fastify from 'fastify';
import { createOtp } from './otp.js';
import { PAGE } from './page.js';

export async function startApp(port) {
  const otp = await createOtp();
  const app = fastify();
  app.addHook('onRequest', otp.onRequest);
  app.get('/', (_request, reply) => reply.type('text/html').send(PAGE));

  const url = await app.listen({ port });
  return {
    url,
    async close() {
      await app.close();
      await otp.close();
    },
  };
}
