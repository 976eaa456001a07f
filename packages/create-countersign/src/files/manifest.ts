/** `package.json` of the new app. */
import type { Ranges } from '../choices/choice.ts';
import type { Chosen } from '../choices/choose.ts';
import type { Framework } from '../choices/frameworks.ts';
import type { Language } from '../choices/languages.ts';
import { type AppFile, appFile } from './app-file.ts';

/** Of ours, how each is asked for: a range of versions, or a tarball. */
export interface OurPackages {
  readonly rangeOf: (name: string) => string;
  /** What ours need of ours, where no registry has it yet. */
  readonly overrides: Ranges;
}

const TYPESCRIPT = { '@types/node': '^22.20.5', typescript: '^6.0.3' };

export function manifestFile(name: string, chosen: Chosen, ours: OurPackages): AppFile {
  const { framework, language } = chosen;
  const typings = language.name === 'typescript' ? { ...TYPESCRIPT, ...framework.typings } : {};
  const manifest = {
    name,
    version: '0.0.0',
    private: true,
    type: language.moduleType,
    // From here on Node runs TypeScript by itself.
    engines: { node: '>=22.18' },
    scripts: scriptsOf(framework, language),
    dependencies: sorted({ ...ranges(packagesOf(chosen), ours), ...librariesOf(chosen) }),
    devDependencies: sorted({ ...ranges(['@countersign/otp-inbox'], ours), ...typings }),
    ...(Object.keys(ours.overrides).length === 0 ? {} : { overrides: sorted(ours.overrides) }),
  };
  return appFile('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Of ours: what the running app needs. */
export function packagesOf({ provider, store }: Chosen): readonly string[] {
  const always = ['@countersign/otp-config', '@countersign/otp-core', '@countersign/otp-web', provider.adapter];
  return store.adapter === null ? always : [...always, store.adapter];
}

function librariesOf({ framework, provider, store }: Chosen): Ranges {
  return { ...framework.dependencies, ...provider.libraries, ...store.libraries };
}

function scriptsOf({ runsFrom }: Framework, { extension }: Language): Readonly<Record<string, string>> {
  switch (runsFrom) {
    case 'next':
      return {
        dev: 'node dev.mjs node_modules/next/dist/bin/next dev',
        build: 'next build',
        start: 'next start',
        test: `node --test --test-force-exit app.test.${extension}`,
      };
    case 'build':
      return {
        dev: 'tsc && node dev.mjs --env-file=.env dist/server.js',
        build: 'tsc',
        start: 'node --env-file-if-exists=.env dist/server.js',
        test: 'tsc && node --test dist/app.test.js',
      };
    case 'sources':
      return {
        dev: `node dev.mjs --env-file=.env --watch src/server.${extension}`,
        ...(extension === 'ts' ? { build: 'tsc' } : {}),
        start: `node --env-file-if-exists=.env ${extension === 'ts' ? 'dist/server.js' : 'src/server.js'}`,
        test: `node --test src/app.test.${extension}`,
      };
  }
}

function ranges(names: readonly string[], { rangeOf }: OurPackages): Ranges {
  return Object.fromEntries(names.map((name) => [name, rangeOf(name)]));
}

function sorted(given: Ranges): Ranges {
  return Object.fromEntries(Object.entries(given).sort(([one], [other]) => (one < other ? -1 : 1)));
}
