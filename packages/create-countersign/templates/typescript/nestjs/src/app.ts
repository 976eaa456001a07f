/** The module, its page, and what is mounted before Nest's own parsers. */
import 'reflect-metadata';
import { Controller, Get, Header, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createOtp } from './otp.ts';
import { PAGE } from './page.ts';

@Controller()
class PageController {
  @Get()
  @Header('content-type', 'text/html')
  show() {
    return PAGE;
  }
}

@Module({ controllers: [PageController] })
class AppModule {}

export async function startApp(port: number) {
  const otp = await createOtp();
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  app.use('/otp', otp.router);

  await app.listen(port);
  return {
    url: `http://localhost:${app.getHttpServer().address().port}`,
    async close() {
      await app.close();
      await otp.close();
    },
  };
}
