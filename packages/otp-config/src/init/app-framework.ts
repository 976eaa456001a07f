/** How verification is mounted, framework by framework. */
export const FRAMEWORK_NAMES = [
  'next',
  'nestjs-fastify',
  'nestjs',
  'fastify',
  'koa',
  'hono',
  'express',
  'node-http',
] as const;

export type FrameworkName = (typeof FRAMEWORK_NAMES)[number];

export const LANGUAGE_NAMES = ['typescript', 'javascript', 'commonjs'] as const;

export type LanguageName = (typeof LANGUAGE_NAMES)[number];

export interface AppFramework {
  readonly title: string;
  /** The package by which an app is known to use it; `null`: none. */
  readonly packageName: string | null;
  /** Whose files it takes. */
  readonly templates: string;
  /** Of npm, beside ours. */
  readonly needs: readonly string[];
  /** Where its files go: beside the other sources, or as Next has it. */
  readonly files: 'beside-sources' | 'next';
  /** What the app itself does then. Nothing, where the files are found by their place. */
  readonly mount: readonly string[];
  /** Whether the mounting has to stand at a place of its own. */
  readonly where: string;
}

export const FRAMEWORKS: Readonly<Record<FrameworkName, AppFramework>> = {
  next: {
    title: 'Next',
    packageName: 'next',
    templates: 'next',
    needs: [],
    files: 'next',
    mount: [],
    where: 'Next finds the route by its place.',
  },
  'nestjs-fastify': {
    title: 'NestJS on Fastify',
    packageName: '@nestjs/platform-fastify',
    templates: 'fastify',
    needs: ['fastify'],
    files: 'beside-sources',
    mount: ["app.getHttpAdapter().getInstance().addHook('onRequest', otp.onRequest);"],
    where: 'in main.ts, before app.listen()',
  },
  nestjs: {
    title: 'NestJS',
    packageName: '@nestjs/core',
    templates: 'nestjs',
    needs: [],
    files: 'beside-sources',
    mount: ["app.use('/otp', otp.router);"],
    where: 'in main.ts, before app.listen()',
  },
  fastify: {
    title: 'Fastify',
    packageName: 'fastify',
    templates: 'fastify',
    needs: [],
    files: 'beside-sources',
    mount: ["app.addHook('onRequest', otp.onRequest);"],
    where: 'before the routes',
  },
  koa: {
    title: 'Koa',
    packageName: 'koa',
    templates: 'koa',
    needs: [],
    files: 'beside-sources',
    mount: ['app.use(otp.middleware);'],
    where: 'before any parser of bodies',
  },
  hono: {
    title: 'Hono',
    packageName: 'hono',
    templates: 'hono',
    needs: ['@hono/node-server'],
    files: 'beside-sources',
    mount: ["app.all('/otp/*', (context) => otp.handler(context.req.raw, context));"],
    where: 'before any middleware that reads bodies',
  },
  express: {
    title: 'Express',
    packageName: 'express',
    templates: 'express',
    needs: [],
    files: 'beside-sources',
    mount: ["app.use('/otp', otp.router);"],
    where: 'before express.json()',
  },
  'node-http': {
    title: 'node:http',
    packageName: null,
    templates: 'node-http',
    needs: [],
    files: 'beside-sources',
    mount: ["if (request.url?.startsWith('/otp/')) {", '  otp.handler(request, response);', '  return;', '}'],
    where: 'first in the listener of your server',
  },
};
