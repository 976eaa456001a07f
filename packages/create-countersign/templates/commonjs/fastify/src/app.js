/** The routes. */
const fastify = require('fastify');
const { createOtp } = require('./otp.js');
const { PAGE } = require('./page.js');

async function startApp(port) {
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

module.exports = { startApp };
