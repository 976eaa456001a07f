import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { createSigningKeys, type SnsCertificateFetch } from './sns-signing-keys.ts';
import { createSnsCertificate } from './test-support/certificate.ts';
import { CERTIFICATE_URL, NOW_MS, SIGNING_PAIR } from './test-support/signed-notices.ts';

const CERTIFICATE = await createSnsCertificate();
const HOUR_MS = 3_600_000;

/** Keys by this fetch, and how often it was asked. */
function arrange(fetchCertificate: SnsCertificateFetch, now: () => number = () => NOW_MS) {
  const fetching = vi.fn(fetchCertificate);
  return { findKey: createSigningKeys(fetching, now), fetching };
}

function isOurs(key: KeyObject | null): boolean {
  return key?.equals(SIGNING_PAIR.publicKey) === true;
}

describe('createSigningKeys', () => {
  it('fetches a certificate once, without following redirects', async () => {
    const { findKey, fetching } = arrange(async () => new Response(CERTIFICATE));
    expect(isOurs(await findKey(CERTIFICATE_URL))).toBe(true);
    expect(isOurs(await findKey(CERTIFICATE_URL))).toBe(true);
    expect(fetching).toHaveBeenCalledTimes(1);
    expect(fetching).toHaveBeenCalledWith(CERTIFICATE_URL, { redirect: 'error', signal: expect.any(AbortSignal) });
  });

  it('fetches once for all who ask at the same time', async () => {
    const { findKey, fetching } = arrange(async () => new Response(CERTIFICATE));
    const keys = await Promise.all([findKey(CERTIFICATE_URL), findKey(CERTIFICATE_URL), findKey(CERTIFICATE_URL)]);
    expect(keys.every(isOurs)).toBe(true);
    expect(fetching).toHaveBeenCalledTimes(1);
  });

  it('asks for a name once, as SNS posts again what was told to be unavailable', async () => {
    const { findKey, fetching } = arrange(() => Promise.reject(new Error('reset')));
    expect(await findKey(CERTIFICATE_URL)).toBeNull();
    expect(fetching).toHaveBeenCalledTimes(1);
  });

  it('keeps no failure', async () => {
    let isDown = true;
    const { findKey } = arrange(async () => (isDown ? new Response('', { status: 503 }) : new Response(CERTIFICATE)));
    expect(await findKey(CERTIFICATE_URL)).toBeNull();
    isDown = false;
    expect(isOurs(await findKey(CERTIFICATE_URL))).toBe(true);
  });

  it('fetches again once a certificate has expired', async () => {
    let nowMs = NOW_MS;
    const { findKey, fetching } = arrange(
      async () => new Response(await createSnsCertificate({ validToMs: nowMs + HOUR_MS })),
      () => nowMs,
    );
    await findKey(CERTIFICATE_URL);
    nowMs += HOUR_MS + 1_000;
    expect(isOurs(await findKey(CERTIFICATE_URL))).toBe(true);
    expect(fetching).toHaveBeenCalledTimes(2);
  });

  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

  it.each([
    ['an expired certificate', async () => new Response(await createSnsCertificate({ validToMs: NOW_MS - 1_000 }))],
    [
      'a certificate of tomorrow',
      async () => new Response(await createSnsCertificate({ validFromMs: NOW_MS + HOUR_MS })),
    ],
    ['a weak key', async () => new Response(await createSnsCertificate({ pair: weak }))],
    ['another kind of key', async () => new Response(await createSnsCertificate({ pair: elliptic }))],
    ['no certificate', async () => new Response('<html>')],
    ['nothing', async () => new Response(null)],
    ['a 404', async () => new Response(CERTIFICATE, { status: 404 })],
    ['another success', async () => new Response(CERTIFICATE, { status: 203 })],
    [
      'a redirect that was followed',
      async () => Object.defineProperty(new Response(CERTIFICATE), 'redirected', { value: true }),
    ],
    ['20 kB', async () => new Response(CERTIFICATE + ' '.repeat(20_000))],
    ['something else than an answer', async () => ({}) as Response],
  ])('has no key for %s', async (_what, fetchCertificate) => {
    expect(await arrange(fetchCertificate).findKey(CERTIFICATE_URL)).toBeNull();
  });

  it('ends a body that never ends', async () => {
    let isCancelled = false;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(4_096)),
        cancel: () => {
          isCancelled = true;
        },
      });
    expect(await arrange(async () => new Response(endless())).findKey(CERTIFICATE_URL)).toBeNull();
    expect(isCancelled).toBe(true);
  });

  it('ends a fetch that never ends, whether or not it listens to the signal', async () => {
    vi.useFakeTimers();
    try {
      const { findKey, fetching } = arrange(() => new Promise(() => {}));
      const found = findKey(CERTIFICATE_URL);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(await found).toBeNull();
      expect(fetching.mock.calls[0]?.[1].signal.aborted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('has no more than four certificates fetched at a time, whatever names somebody invents', async () => {
    const release: (() => void)[] = [];
    const { findKey, fetching } = arrange(
      () => new Promise((resolve) => release.push(() => resolve(new Response(CERTIFICATE)))),
    );
    const found = [1, 2, 3, 4, 5].map((number) => findKey(`${CERTIFICATE_URL}${number}`));
    expect(await found[4]).toBeNull();
    expect(fetching).toHaveBeenCalledTimes(4);
    for (const each of release) each();
    expect((await Promise.all(found.slice(0, 4))).every(isOurs)).toBe(true);
  });

  it('has one more fetched for a name that a verified notice has used, while invented names wait for theirs', async () => {
    let nowMs = NOW_MS;
    const isInvented = (url: string) => url !== CERTIFICATE_URL;
    const { findKey, fetching } = arrange(
      (url) =>
        isInvented(url)
          ? new Promise(() => {})
          : createSnsCertificate({ validToMs: nowMs + HOUR_MS }).then((cert) => new Response(cert)),
      () => nowMs,
    );
    await findKey(CERTIFICATE_URL);
    findKey.confirm(CERTIFICATE_URL);
    nowMs += HOUR_MS + 1_000;
    const invented = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => findKey(`${CERTIFICATE_URL}${number}`));
    expect(await Promise.all(invented.slice(4))).toEqual([null, null, null, null]);
    expect(isOurs(await findKey(CERTIFICATE_URL))).toBe(true);
    expect(fetching).toHaveBeenCalledTimes(6);
  });

  it('forgets none that a verified notice has used for one that nobody has used', async () => {
    const { findKey, fetching } = arrange(async () => new Response(CERTIFICATE));
    await findKey(CERTIFICATE_URL);
    findKey.confirm(CERTIFICATE_URL);
    for (let number = 0; number < 40; number += 1) await findKey(`${CERTIFICATE_URL}${number}`);
    await findKey(CERTIFICATE_URL);
    expect(fetching).toHaveBeenCalledTimes(41);
  });

  it('keeps sixteen certificates and forgets the oldest', async () => {
    const { findKey, fetching } = arrange(async () => new Response(CERTIFICATE));
    for (let number = 0; number <= 16; number += 1) await findKey(`${CERTIFICATE_URL}${number}`);
    await findKey(`${CERTIFICATE_URL}16`);
    expect(fetching).toHaveBeenCalledTimes(17);
    await findKey(`${CERTIFICATE_URL}0`);
    expect(fetching).toHaveBeenCalledTimes(18);
  });
});
