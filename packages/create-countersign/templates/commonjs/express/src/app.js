/** The routes. */
const { createServer } = require('node:http');
const express = require('express');
const { listen } = require('./listen.js');
const { createOtp } = require('./otp.js');
const { PAGE } = require('./page.js');

async function startApp(port) {
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

module.exports = { startApp };
