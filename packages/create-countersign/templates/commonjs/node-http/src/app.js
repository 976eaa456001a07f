/** The routes. */
const { createServer } = require('node:http');
const { listen } = require('./listen.js');
const { createOtp } = require('./otp.js');
const { PAGE } = require('./page.js');

async function startApp(port) {
  const otp = await createOtp();
  const app = createServer((request, response) => {
    if (request.url?.startsWith('/otp/')) {
      otp.handler(request, response);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
  });

  const server = await listen(app, port);
  return {
    url: server.url,
    async close() {
      await server.close();
      await otp.close();
    },
  };
}

module.exports = { startApp };
