import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDemoSecret } from '../../apps/shared/demo-secret.ts';

describe('readDemoSecret', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-secret-'));
    file = join(folder, 'scratch/demo-secret');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes a secret once and keeps it, for this user alone', () => {
    const secret = readDemoSecret(file);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(readDemoSecret(file)).toBe(secret);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'scratch'))).toEqual(['demo-secret']);
  });

  it('makes another one on another machine', () => {
    expect(readDemoSecret(file)).not.toBe(readDemoSecret(join(folder, 'other')));
  });
});
