/** The routes. */
import { createServer } from 'node:http';
import { listen } from './listen.ts';
import { createOtp } from './otp.ts';
import { PAGE } from './page.ts';

export async function startApp(port: number) {
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
