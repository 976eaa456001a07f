import type { Choice, Ranges } from './choice.ts';
import type { LanguageName } from './languages.ts';

/** The name of a framework, as `--framework` takes it. */
export type FrameworkName = 'express' | 'hono' | 'fastify' | 'nestjs' | 'koa' | 'next' | 'node-http';

/** A framework that an app can be written for. */
export interface Framework extends Choice<FrameworkName> {
  readonly languages: readonly LanguageName[];
  /** Folders of templates that its apps are made of; a later one wins. */
  readonly templates: readonly string[];
  readonly dependencies: Ranges;
  /** For TypeScript alone. */
  readonly typings: Ranges;
  readonly runsFrom: 'sources' | 'build' | 'next';
}

const ALL: readonly LanguageName[] = ['typescript', 'javascript', 'commonjs'];

export const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'express',
    title: 'Express 5',
    languages: ALL,
    templates: ['server', 'express'],
    dependencies: { express: '^5.3.0' },
    typings: { '@types/express': '^5.0.6' },
    runsFrom: 'sources',
  },
  {
    name: 'hono',
    title: 'Hono on Node',
    languages: ALL,
    templates: ['server', 'hono'],
    dependencies: { '@hono/node-server': '^2.1.8', hono: '^4.13.19' },
    typings: {},
    runsFrom: 'sources',
  },
  {
    name: 'fastify',
    title: 'Fastify',
    languages: ALL,
    templates: ['server', 'fastify'],
    dependencies: { fastify: '^5.12.8' },
    typings: {},
    runsFrom: 'sources',
  },
  {
    name: 'nestjs',
    title: 'NestJS',
    // Its decorators are no JavaScript.
    languages: ['typescript'],
    templates: ['server', 'nestjs'],
    dependencies: {
      '@nestjs/common': '^12.5.1',
      '@nestjs/core': '^12.5.1',
      '@nestjs/platform-express': '^12.5.1',
      'reflect-metadata': '^0.2.2',
      rxjs: '^7.8.2',
    },
    typings: { '@types/express': '^5.0.6' },
    runsFrom: 'build',
  },
  {
    name: 'koa',
    title: 'Koa',
    languages: ALL,
    templates: ['server', 'koa'],
    dependencies: { koa: '^3.3.0' },
    typings: { '@types/koa': '^3.0.3' },
    runsFrom: 'sources',
  },
  {
    name: 'next',
    title: 'Next',
    // Pages and routes are modules.
    languages: ['typescript', 'javascript'],
    templates: ['next'],
    dependencies: { next: '^16.4.6', react: '^19.2.0', 'react-dom': '^19.2.0' },
    typings: { '@types/react': '^19.2.0', '@types/react-dom': '^19.2.0' },
    runsFrom: 'next',
  },
  {
    name: 'node-http',
    title: 'node:http, no framework',
    languages: ALL,
    templates: ['server', 'node-http'],
    dependencies: {},
    typings: {},
    runsFrom: 'sources',
  },
];
