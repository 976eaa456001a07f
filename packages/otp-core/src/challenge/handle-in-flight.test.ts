/** A deployment is renewed while codes are in flight: what the former version made is still opened, and still matches. */
import { describe, expect, it } from 'vitest';
import { deriveCodes } from './code.ts';
import { digestCode } from './digest.ts';
import { type HandleFields, openHandle, sealHandle } from './handle.ts';
import { createKeyRing } from './key-ring.ts';

const SECRET = 'a secret of the tests, 32 bytes and more';
const OTHER = 'another secret of the tests, 32 bytes and more';
const keys = createKeyRing([SECRET], SECRET);

const fields: HandleFields = {
  recipient: { kind: 'number', phoneNumber: '+14155550123' },
  subject: 'zPewqfXdywtIHPWKVxAUBD',
  tenant: 'default',
  purpose: 'login',
  challengeId: 'AAAAAAAAAAAAAAAAAAAAAA',
  codeLength: 6,
  providerId: 'sender',
  origin: { kind: 'own' },
  expiresAtMs: 1_900_000_000_000,
};

/** As version 1 sealed them, each under a key of its own. */
const FORMER_HANDLES: ReadonlyArray<readonly [of: string, fields: HandleFields, handle: string]> = [
  [
    'a number',
    fields,
    'AVVEQUtlTwMNibpKYU9EwKV8AQxa6qM3f-46ir1FIIUnlXUZLDWIp-egofB7Ou9KBQ6Lbtk7wj_08kbQAclJ1ShDi6oV2XUGScaLnAHkdlkx1eKztAS6Q1UdBD6Xx1wk2ebjWcS7wW3ommaZZtoSBrNWPrJ2MXdfV-185r3t7v2KlDoChT6q_0l2F_mvRUxFxj7kPU97snnc11aVIKhPzGPJJoI_kRNZTaERrVXPat8wI06QjXb5thLsfKM',
  ],
  [
    "a provider's code",
    { ...fields, origin: { kind: 'provider', reference: 'VE-1' } },
    'AVVEQUtlT6b6YI20PCbxR9q1bPLvnksQLE-amZV6msx9t0W_f_a4JE1uPD8zN1oSW6XRrXOOg4nQAjWzMFyB_kN5aVxo3dX2vyxSajQsOYoFhydtzlltEjD-Whpu8dm_yZo4ixs0ZB4yjEut1AauKsanY5nY6bCyg5aI63chJ_fRlBbXc87kZCtxeQ_20jXakGEEcvBPNxJATNl7JC8ZQ2L2nbkTttqrJHyPSMr6Kii0UpG_4PT4-SX5a273RAyA4_UPqQ40_Dmlka6-Z5VGO_IdYqgcFoIEH31lLS7bJum4EUHh7ve1bYlgtiw_gMcdJpAXJ58nyL1NK4AJkvlncMg73J7BJNh2sJKQw7LCvFa0XmbEfdvWMR4bo25zCioDEto33JRixLCzDKInst1IivVG7tHOGrBrlki4798mymg5',
  ],
  [
    'a decoy',
    { ...fields, recipient: { kind: 'decoy', name: 'AAAAAAAAAAAAAAAAAAAAAA' } },
    'AVVEQUtlTxThuiY09F4Khk5Y4Ek6onrn00rDzsh-gRMU4ikOA7jqkqdvc9zblSrCOOf9z02VlCTzWxfeUCD5wjN1ruvyQ_2MS6-rgK7VragEDOgBKTl_wiOZW2UcTUB386yxORu_nufMuxYJeoIiy-bgqz9_DRGuD4_B8gFeSL8U6DUM5o0cOWkQsVB55fZuV8jyxSczGucPThsIWy7c8eWreGcXOk22ZC-DOHmkC4NS6CP8NroRQxn_V5k',
  ],
];

describe('a handle of the former version', () => {
  it.each(FORMER_HANDLES)('of %s is opened, also after a rotation', (_of, expected, handle) => {
    expect(openHandle(keys, handle)).toEqual({ status: 'opened', fields: expected });
    expect(openHandle(createKeyRing([OTHER, SECRET], SECRET), handle).status).toBe('opened');
    expect(openHandle(createKeyRing([OTHER], SECRET), handle)).toEqual({ status: 'foreign' });
  });

  it('is opened in no other version, and none of ours in that one', () => {
    for (const handle of [FORMER_HANDLES[0]?.[2] ?? '', sealHandle(keys, fields)]) {
      for (const version of [0, 1, 2, 3, 255]) {
        const bytes = Buffer.from(handle, 'base64url');
        if (bytes[0] === version) continue;
        bytes[0] = version;
        expect(openHandle(keys, bytes.toString('base64url'))).toEqual({ status: 'foreign' });
      }
    }
  });

  it('that is cut down to nothing sealed is foreign', () => {
    const bytes = Buffer.from(FORMER_HANDLES[0]?.[2] ?? '', 'base64url');
    for (let length = 40; length <= 52; length += 1) {
      expect(openHandle(keys, bytes.subarray(0, length).toString('base64url'))).toEqual({ status: 'foreign' });
    }
  });
});

describe('a code in flight', () => {
  it('is derived again from its salt, and has the digest that the store holds', () => {
    const scope = { subject: fields.subject, purpose: fields.purpose };
    const codes = deriveCodes(keys.current, scope, 'c2FsdCBvZiB0aGUgZml4dHVyZQ', [6, 8]);
    expect(codes).toEqual(['672308', '84672308']);
    expect(codes.map((code) => digestCode(keys.current, scope, code))).toEqual([
      'taE_mXMcVUkFiVtvn8wnik',
      'eSuSxYGfIheWPYhfkeX_aV',
    ]);
  });
});
