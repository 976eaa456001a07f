/** Who is let in: requests signed by the platforms' own packages, or byte by byte as their sources sign them. */
import { createHmac, randomUUID } from 'node:crypto';
import { sendMessageDataGuard } from '@logto/connector-kit';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, it } from 'vitest';
import type { PlatformOptions } from '../send-hook-options.ts';
import { CODE_TO_SEND, createHookBed } from '../test-support/hook-bed.ts';
import { optionsOf, PLATFORMS, SUPABASE_SECRET, SVIX_SECRET } from '../test-support/platform-options.ts';

type Headers = Readonly<Record<string, string>>;

const OTHER_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaXX';
const HOUR_MS = 3_600_000;

async function verdictOf(options: PlatformOptions, headers: Headers, body: string): Promise<number | 'sent'> {
  const bed = createHookBed(options);
  const { status } = await bed.send({ headers, body });
  if (bed.sender.messages.length > 0) return 'sent';
  if (status === 401) expect(bed.events).toMatchObject([{ type: 'request-unproven' }]);
  return status;
}

/** What the platform's own package, or its source, makes of a body. */
type Sign = (body: string, atMs: number) => Headers;

const zitadelKey = (optionsOf('zitadel') as { secret: string }).secret;
const authgearKey = (optionsOf('authgear') as { secret: string }).secret;

const SIGNED: readonly (readonly [string, Sign])[] = [
  [
    'supabase',
    (body, atMs) => {
      const id = randomUUID();
      return {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(atMs / 1000)),
        'webhook-signature': new StandardWebhook(SUPABASE_SECRET.replace('v1,', '')).sign(id, new Date(atMs), body),
      };
    },
  ],
  [
    'clerk',
    (body, atMs) => {
      const id = 'msg_2b8uR4AxV2G8l6dgbtuwh4Gorws';
      return {
        'svix-id': id,
        'svix-timestamp': String(Math.floor(atMs / 1000)),
        'svix-signature': new SvixWebhook(SVIX_SECRET).sign(id, new Date(atMs), body),
      };
    },
  ],
  [
    'zitadel',
    (body, atMs) => {
      const seconds = Math.floor(atMs / 1000);
      const signature = createHmac('sha256', zitadelKey).update(`${seconds}.`).update(body).digest('hex');
      return { 'zitadel-signature': `t=${seconds},v1=${signature}` };
    },
  ],
];

describe.each(SIGNED)('the signature of %s', (name, sign) => {
  const options = optionsOf(name as PlatformOptions['platform']);
  const write = async () => (await createHookBed(options).player.write(CODE_TO_SEND)).body;

  it('lets in what the platform has signed', async () => {
    const body = await write();
    expect(await verdictOf(options, sign(body, Date.now()), body)).toBe('sent');
  });

  it('lets in a signature of four minutes ago, as clocks differ', async () => {
    const body = await write();
    expect(await verdictOf(options, sign(body, Date.now() - 240_000), body)).toBe('sent');
    expect(await verdictOf(options, sign(body, Date.now() + 240_000), body)).toBe('sent');
  });

  it('refuses an old one and one of the future', async () => {
    const body = await write();
    expect(await verdictOf(options, sign(body, Date.now() - HOUR_MS), body)).toBe(401);
    expect(await verdictOf(options, sign(body, Date.now() - 310_000), body)).toBe(401);
    expect(await verdictOf(options, sign(body, Date.now() + HOUR_MS), body)).toBe(401);
  });

  it('refuses one that was made for another body, replayed', async () => {
    const body = await write();
    const other = (await createHookBed(options).player.write({ ...CODE_TO_SEND, phoneNumber: '+14155550199' })).body;
    expect(await verdictOf(options, sign(body, Date.now()), other)).toBe(401);
    expect(await verdictOf(options, sign(body, Date.now()), `${body} `)).toBe(401);
  });

  it('sends nothing for the whole request replayed, which cannot be told from a retry', async () => {
    const body = await write();
    const headers = sign(body, Date.now());
    const bed = createHookBed(options);
    await bed.send({ headers, body });
    await bed.send({ headers, body });
    expect(bed.sender.messages).toHaveLength(1);
  });

  it('refuses missing, empty and broken headers', async () => {
    const body = await write();
    const headers = sign(body, Date.now());
    for (const left of Object.keys(headers)) {
      const { [left]: _without, ...others } = headers;
      expect(await verdictOf(options, others, body)).toBe(401);
      for (const value of ['', 'x', 'v1,', 'v1', 't=,v1=', 't=1,t=2,v1=00', '1'.repeat(400), 'v1,AAAA', 'é']) {
        expect(await verdictOf(options, { ...headers, [left]: value }, body)).toBe(401);
      }
    }
  });

  it('refuses bytes that are no text, whatever their signature', async () => {
    const bed = createHookBed(options);
    const request = new Request('https://hooks.example/', {
      method: 'POST',
      headers: sign('\ufffd\ufffd', Date.now()),
      body: new Uint8Array([0xff, 0xfe]),
    });
    expect((await bed.hook(request)).status).toBe(401);
  });
});

describe('several secrets', () => {
  it('lets Supabase sign with any of those joined by a bar, as its own setting has them', async () => {
    const both = `${SUPABASE_SECRET}|v1,${OTHER_SECRET}`;
    const { body } = await createHookBed(optionsOf('supabase')).player.write(CODE_TO_SEND);
    for (const signedBy of [SUPABASE_SECRET, `v1,${OTHER_SECRET}`, both]) {
      const player = createHookBed({ platform: 'supabase', secret: signedBy }).player;
      const { headers } = await player.write({ ...CODE_TO_SEND });
      const call = await player.write(CODE_TO_SEND);
      expect(Object.keys(headers)).toContain('webhook-signature');
      expect(await verdictOf({ platform: 'supabase', secret: both }, call.headers, call.body)).toBe('sent');
    }
    const stranger = createHookBed({ platform: 'supabase', secret: `v1,${OTHER_SECRET}` }).player;
    const call = await stranger.write(CODE_TO_SEND);
    expect(await verdictOf(optionsOf('supabase'), call.headers, call.body)).toBe(401);
    expect(body).toContain('"otp"');
  });

  it('takes the first of two signatures of Supabase, which joins them by comma and blank', async () => {
    const both = createHookBed({ platform: 'supabase', secret: [SUPABASE_SECRET, `v1,${OTHER_SECRET}`] }).player;
    const { headers, body } = await both.write(CODE_TO_SEND);
    expect(headers['webhook-signature']).toMatch(/^v1,\S+, v1,\S+$/);
    expect(await verdictOf(optionsOf('supabase'), headers, body)).toBe('sent');
    expect(await verdictOf({ platform: 'supabase', secret: OTHER_SECRET }, headers, body)).toBe('sent');
  });

  it('lets a former key of Zitadel and a former header of Logto in while both are given', async () => {
    const zitadel = createHookBed({ platform: 'zitadel', secret: 'former-key-of-zitadel' }).player;
    const signed = await zitadel.write(CODE_TO_SEND);
    const rotating: PlatformOptions = { platform: 'zitadel', secret: [zitadelKey, 'former-key-of-zitadel'] };
    expect(await verdictOf(rotating, signed.headers, signed.body)).toBe('sent');
    const logto = createHookBed({ platform: 'logto', authorization: 'Bearer former-header-of-logto' }).player;
    const { headers, body } = await logto.write(CODE_TO_SEND);
    const both: PlatformOptions = {
      platform: 'logto',
      authorization: ['Bearer newest-header-of-logto', 'Bearer former-header-of-logto'],
    };
    expect(await verdictOf(both, headers, body)).toBe('sent');
    expect(await verdictOf(optionsOf('logto'), headers, body)).toBe(401);
  });
});

describe('the signature of authgear', () => {
  const options = optionsOf('authgear');
  const sign = (body: string) => createHmac('sha256', authgearKey).update(body).digest('hex');

  it('lets in what is signed, in either case of its digits', async () => {
    const { body } = await createHookBed(options).player.write(CODE_TO_SEND);
    expect(await verdictOf(options, { 'x-authgear-body-signature': sign(body) }, body)).toBe('sent');
    expect(await verdictOf(options, { 'x-authgear-body-signature': sign(body).toUpperCase() }, body)).toBe('sent');
  });

  it('refuses what is signed for another body, otherwise or not at all', async () => {
    const { body } = await createHookBed(options).player.write(CODE_TO_SEND);
    for (const signature of [
      '',
      sign(`${body} `),
      sign(body).slice(2),
      `${sign(body)}00`,
      createHmac('sha256', 'x').digest('hex'),
    ]) {
      expect(await verdictOf(options, { 'x-authgear-body-signature': signature }, body)).toBe(401);
    }
    expect(await verdictOf(options, {}, body)).toBe(401);
  });
});

describe.each(PLATFORMS.filter(([, options]) => 'authorization' in options))('the header of %s', (_name, options) => {
  it('lets in exactly the header that both sides know', async () => {
    const { headers, body } = await createHookBed(options).player.write(CODE_TO_SEND);
    const { authorization = '' } = headers;
    expect(await verdictOf(options, { authorization }, body)).toBe('sent');
    const wrong = [
      '',
      `${authorization}x`,
      authorization.slice(0, -1),
      authorization.toLowerCase(),
      'Bearer',
      `Bearer ${authorization}`,
    ];
    for (const value of wrong) expect(await verdictOf(options, { authorization: value }, body)).toBe(401);
    expect(await verdictOf(options, {}, body)).toBe(401);
  });
});

describe('the bodies of the stand-ins', () => {
  it('are what Logto’s connector kit takes for a message', async () => {
    const { body } = await createHookBed(optionsOf('logto')).player.write(CODE_TO_SEND);
    expect(sendMessageDataGuard.safeParse(JSON.parse(body)).success).toBe(true);
  });

  it.each(PLATFORMS)('are the same for every try of %s', async (_name, options) => {
    const { player } = createHookBed(options);
    const code = { ...CODE_TO_SEND, madeAtMs: Date.now() };
    expect((await player.write(code)).body).toBe((await player.write(code, Date.now() + 2_000)).body);
  });
});
