/** The routes. */
const { createServer } = require('node:http');
const Koa = require('koa');
const { listen } = require('./listen.js');
const { createOtp } = require('./otp.js');
const { PAGE } = require('./page.js');

async function startApp(port) {
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

module.exports = { startApp };
