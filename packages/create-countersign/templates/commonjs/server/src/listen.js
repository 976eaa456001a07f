/** Opens a server, and says where it is and how to close it. */
const { once } = require('node:events');

async function listen(server, port) {
  server.listen(port);
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://localhost:${address.port}`,
    async close() {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
    },
  };
}

module.exports = { listen };
