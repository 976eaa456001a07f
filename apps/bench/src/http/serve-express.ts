import { createOtpRouter } from '@countersign/otp-web/express';
import { toNodeHandler } from 'better-auth/node';
import express, { type Express } from 'express';
import { answerOf, BARE_ANSWER, type RouteWork } from './route-work.ts';

/** Express 5, as its documentation serves it. */
export function serveExpress(work: RouteWork, port: number): Promise<void> {
  const app = createApp(work);
  return new Promise((resolve) => {
    app.listen(port, '127.0.0.1', () => resolve());
  });
}

function createApp(work: RouteWork): Express {
  const app = express();
  switch (work.route) {
    case 'bare':
      app.post('/otp/verifications', express.json(), (_request, response) => {
        response.status(202).json(BARE_ANSWER);
      });
      return app;
    case 'hand-written':
      app.post('/otp/verifications', express.json(), async (request, response) => {
        const client = request.ip === undefined ? {} : { ip: request.ip };
        const { status, body } = answerOf(await work.engine.request({ to: request.body.phoneNumber, client }));
        response.status(status).json(body);
      });
      return app;
    case 'countersign':
      app.use('/otp', createOtpRouter({ engine: work.engine }));
      return app;
    case 'better-auth':
      app.all('/api/auth/{*rest}', toNodeHandler(work.auth));
      return app;
  }
}
