/**
 * The keys that stand for the vendors' own: Telnyx signs with Ed25519, SNS with RSA under a certificate. Both are this
 * inbox's; an app is told their public halves. They are made when first needed: an inbox has to start at once.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { createCertificate } from './create-certificate.ts';

export interface SigningKeys {
  readonly telnyx: KeyObject;
  /** 32 bytes in Base64, as Telnyx's portal shows them. */
  readonly telnyxPublicKey: string;
  readonly sns: KeyObject;
  /** In PEM. */
  readonly snsCertificate: string;
  /** For a file, so that an app need not be told again after a restart. */
  export(): StoredKeys;
}

export interface StoredKeys {
  readonly telnyx: string;
  readonly sns: string;
  readonly snsCertificate: string;
}

/** PKCS #8 around an Ed25519 key of 32 bytes. */
const ED25519_HEADER = '302e020100300506032b657004220420';

export function createSigningKeys(stored: StoredKeys | null): SigningKeys {
  let telnyx: KeyObject | undefined;
  let sns: { readonly key: KeyObject; readonly certificate: string } | undefined;

  const readTelnyx = (): KeyObject => {
    telnyx ??= stored === null ? createEd25519() : createPrivateKey(stored.telnyx);
    return telnyx;
  };
  const readSns = () => {
    sns ??= stored === null ? createRsa() : { key: createPrivateKey(stored.sns), certificate: stored.snsCertificate };
    return sns;
  };

  return {
    get telnyx() {
      return readTelnyx();
    },
    get telnyxPublicKey() {
      return String(Buffer.from(readTelnyx().export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64'));
    },
    get sns() {
      return readSns().key;
    },
    get snsCertificate() {
      return readSns().certificate;
    },
    export: () => ({ telnyx: pem(readTelnyx()), sns: pem(readSns().key), snsCertificate: readSns().certificate }),
  };
}

function createEd25519(): KeyObject {
  const der = Buffer.concat([Buffer.from(ED25519_HEADER, 'hex'), randomBytes(32)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function createRsa() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    key: privateKey,
    certificate: createCertificate({ publicKey, privateKey, commonName: 'sns.amazonaws.com' }),
  };
}

function pem(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}
