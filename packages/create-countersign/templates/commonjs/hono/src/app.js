/** The routes. */
const { createServer } = require('node:http');
const { getRequestListener } = require('@hono/node-server');
const { Hono } = require('hono');
const { listen } = require('./listen.js');
const { createOtp } = require('./otp.js');
const { PAGE } = require('./page.js');

async function startApp(port) {
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

module.exports = { startApp };
