/** Releasing is refused until everybody can see where the packages come from. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRepositoryAddress, metadataOf, withMetadata } from '../../scripts/release/manifest-metadata.mjs';
import { whyNotReleasable } from '../../scripts/release/why-not-releasable.mjs';
import { type ProgramRun, runProgram } from '../support/run-program.ts';
import { ROOT } from '../support/workspace.ts';

const ADDRESS = 'https://github.com/example/made-up';
const FOLDER = 'packages/otp-made-up';
const MANIFEST = { name: '@countersign/otp-made-up', license: 'MIT', type: 'module' };

describe('isRepositoryAddress', () => {
  it('takes the address of a repository on GitHub', () => {
    expect(isRepositoryAddress(ADDRESS)).toBe(true);
    expect(isRepositoryAddress('https://github.com/an-org/name.js')).toBe(true);
  });

  it.each([
    '',
    'example/made-up',
    'http://github.com/example/made-up',
    'https://github.com/example',
    'https://github.com/example/made-up/',
    'https://github.com/example/made-up.git',
    'https://github.com/example/made-up#readme',
    'https://github.com/<owner>/<name>',
    'https://example.org/example/made-up',
    ' https://github.com/example/made-up',
    'https://github.com/example/made-up\n',
  ])('refuses %j', (address) => {
    expect(isRepositoryAddress(address)).toBe(false);
  });
});

describe('metadataOf', () => {
  it('makes every address of a package from the one of the repository', () => {
    expect(metadataOf(FOLDER, ADDRESS)).toEqual({
      repository: { type: 'git', url: 'git+https://github.com/example/made-up.git', directory: FOLDER },
      homepage: 'https://github.com/example/made-up/tree/main/packages/otp-made-up#readme',
      bugs: { url: 'https://github.com/example/made-up/issues' },
      publishConfig: { access: 'public', provenance: true },
    });
  });

  it('names no address while none is decided', () => {
    expect(metadataOf(FOLDER, null)).toEqual({ publishConfig: { access: 'public', provenance: true } });
  });
});

describe('withMetadata', () => {
  it('puts the fields behind the licence and leaves the others where they are', () => {
    const written = withMetadata(MANIFEST, metadataOf(FOLDER, ADDRESS));
    expect(Object.keys(written)).toEqual([
      'name',
      'license',
      'repository',
      'homepage',
      'bugs',
      'publishConfig',
      'type',
    ]);
  });

  it('takes away what an earlier address left', () => {
    const earlier = withMetadata(MANIFEST, metadataOf(FOLDER, ADDRESS));
    expect(withMetadata(earlier, metadataOf(FOLDER, null))).toEqual({ ...MANIFEST, ...metadataOf(FOLDER, null) });
  });

  it('changes nothing the second time', () => {
    const once = withMetadata(MANIFEST, metadataOf(FOLDER, ADDRESS));
    expect(JSON.stringify(withMetadata(once, metadataOf(FOLDER, ADDRESS)))).toBe(JSON.stringify(once));
  });
});

describe('whyNotReleasable', () => {
  const published = [{ folder: FOLDER, manifest: withMetadata(MANIFEST, metadataOf(FOLDER, ADDRESS)) }];
  const state = { address: ADDRESS, publishingRepository: 'example/made-up', published };

  it('lets a release start from the repository that all manifests name', () => {
    expect(whyNotReleasable(state)).toBeNull();
    expect(whyNotReleasable({ ...state, publishingRepository: undefined })).toBeNull();
  });

  it('refuses while no address is decided, and says where to put it', () => {
    expect(whyNotReleasable({ ...state, address: null })).toMatch(
      /not decided yet.*scripts\/release\/public-address\.mjs.*pnpm manifests/,
    );
  });

  it('refuses an address that is none', () => {
    expect(whyNotReleasable({ ...state, address: 'https://github.com/<owner>/<name>' })).toContain('the form');
  });

  it('refuses a workflow of another repository, such as a fork', () => {
    expect(whyNotReleasable({ ...state, publishingRepository: 'somebody/made-up' })).toContain('somebody/made-up');
  });

  it.each([
    ['names no address', MANIFEST],
    ['names another one', withMetadata(MANIFEST, metadataOf(FOLDER, 'https://github.com/example/former'))],
    ['names the folder of another package', withMetadata(MANIFEST, metadataOf('packages/otp-other', ADDRESS))],
  ])('refuses a manifest that %s, and names it', (_case, manifest) => {
    expect(whyNotReleasable({ ...state, published: [...published, { folder: FOLDER, manifest }] })).toMatch(
      /packages\/otp-made-up.*pnpm manifests/,
    );
  });
});

describe('check-release.mjs', () => {
  /** A copy, so that the test says the same before and after the address is decided. */
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'countersign-release-'));
    cpSync(join(ROOT, 'scripts'), join(copy, 'scripts'), { recursive: true });
    mkdirSync(join(copy, FOLDER), { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  function decide(address: string | null): void {
    const file = join(copy, 'scripts/release/public-address.mjs');
    const source = readFileSync(file, 'utf8');
    writeFileSync(file, source.replace(/(PUBLIC_ADDRESS = ).*;/, `$1${JSON.stringify(address)};`));
    const manifest = withMetadata(MANIFEST, metadataOf(FOLDER, address));
    writeFileSync(join(copy, FOLDER, 'package.json'), JSON.stringify(manifest));
  }

  function check(environment: NodeJS.ProcessEnv = {}): Promise<ProgramRun> {
    const { GITHUB_REPOSITORY, npm_config_dry_run, ...others } = process.env;
    return runProgram(process.execPath, ['../../scripts/release/check-release.mjs'], {
      cwd: join(copy, FOLDER),
      environment: { ...others, ...environment },
      timeLimitMs: 15_000,
    });
  }

  it('fails while no address is decided', async () => {
    decide(null);
    expect(await check()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('not decided yet') });
  });

  it('lets a dry run pass, and says why a release would not', async () => {
    decide(null);
    expect(await check({ npm_config_dry_run: 'true' })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('not decided yet'),
    });
  });

  it('passes once it is decided and the manifests name it', async () => {
    decide(ADDRESS);
    expect(await check()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(ADDRESS) });
  });

  it('fails in the workflow of a fork', async () => {
    decide(ADDRESS);
    expect(await check({ GITHUB_REPOSITORY: 'somebody/made-up' })).toMatchObject({ exitCode: 1 });
  });
});
