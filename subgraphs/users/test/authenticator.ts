import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** What this device says otherwise than a good one. */
export interface Lie {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  /** Nobody has looked who holds it. */
  isUnverified?: boolean;
  counter?: number;
  userHandle?: string;
  /** Signed by another key. */
  isForged?: boolean;
  /** Shows a certificate of its maker, which it has signed itself, as old security keys do. */
  isCertified?: boolean;
  /** What it says of its maker otherwise. */
  format?: string;
  statement?: Map<string, unknown>;
}

interface Key {
  id: Buffer;
  privateKey: KeyObject;
  rpId: string;
  userHandle: string;
  counter: number;
}

const [PRESENT, VERIFIED, MAY_BE_BACKED_UP, BACKED_UP, HAS_KEY] = [0x01, 0x04, 0x08, 0x10, 0x40];
const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: Uint8Array | string): string => Buffer.from(data).toString('base64url');

/** A part of a certificate (DER). */
function part(tag: number, ...parts: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((one) => Buffer.from(one)));
  const { length } = body;
  return Buffer.concat([length < 128 ? Buffer.of(tag, length) : Buffer.of(tag, 0x82, length >> 8, length & 255), body]);
}

/** What a maker says of a device that has shown this: a certificate that nobody has heard of. */
function certified(shown: Buffer): Map<string, unknown> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [SEQUENCE, SET, TEXT, TIME, BITS] = [0x30, 0x31, 0x0c, 0x17, 0x03];
  const withSha256 = part(SEQUENCE, Buffer.from('06082a8648ce3d040302', 'hex'));
  const name = part(SEQUENCE, part(SET, part(SEQUENCE, Buffer.from('0603550403', 'hex'), part(TEXT, 'Maker'))));
  const toBeSigned = part(
    SEQUENCE,
    Buffer.from('a003020102020101', 'hex'),
    withSha256,
    name,
    part(SEQUENCE, part(TIME, '200101000000Z'), part(TIME, '490101000000Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const bits = part(BITS, Buffer.of(0), sign('sha256', toBeSigned, privateKey));
  return new Map<string, unknown>([
    ['sig', new Uint8Array(sign('sha256', shown, privateKey))],
    ['x5c', [new Uint8Array(part(SEQUENCE, toBeSigned, withSha256, bits))]],
  ]);
}

const answerOf = ({ id }: Key, response: object): string =>
  JSON.stringify({
    id: base64url(id),
    rawId: base64url(id),
    type: 'public-key',
    clientExtensionResults: {},
    response,
  });

/** Makes keys and signs with them as a phone does, and answers as a browser on the page of the shop. */
export class Authenticator {
  readonly keys: Key[] = [];
  /** 0: it does not count how often it is used. */
  constructor(
    private readonly origin: string,
    private readonly step = 1,
  ) {}

  create(options: string, lie: Lie = {}): string {
    const asked = JSON.parse(options);
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key: Key = { id: randomBytes(32), privateKey, rpId: asked.rp.id, userHandle: asked.user.id, counter: 0 };
    this.keys.push(key);
    const { x, y } = publicKey.export({ format: 'jwk' });
    const cose = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x!, 'base64url'))],
        [-3, new Uint8Array(Buffer.from(y!, 'base64url'))],
      ]),
    );
    const length = Buffer.alloc(2);
    length.writeUInt16BE(key.id.length);
    const authData = Buffer.concat([this.data(key, lie, HAS_KEY), Buffer.alloc(16), length, key.id, cose]);
    const clientData = this.clientData('webauthn.create', asked.challenge, lie);
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
    const shown = [Buffer.of(0), sha256(key.rpId), sha256(clientData), key.id, point];
    const attestation = new Map<string, unknown>([
      ['fmt', lie.isCertified ? 'fido-u2f' : (lie.format ?? 'none')],
      ['attStmt', lie.isCertified ? certified(Buffer.concat(shown)) : (lie.statement ?? new Map())],
      ['authData', new Uint8Array(authData)],
    ]);
    return answerOf(key, {
      clientDataJSON: base64url(clientData),
      attestationObject: base64url(isoCBOR.encode(attestation as never)),
      transports: ['internal', 'hybrid'],
    });
  }

  /** With the key that it has made last. */
  get(options: string, lie: Lie = {}): string {
    const key = this.keys.at(-1)!;
    key.counter += this.step;
    const { challenge } = JSON.parse(options);
    const clientData = this.clientData('webauthn.get', challenge, lie);
    const authenticatorData = this.data(key, lie, 0);
    const signer = lie.isForged ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : key.privateKey;
    const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientData)]), signer);
    return answerOf(key, {
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(signature),
      userHandle: lie.userHandle ?? key.userHandle,
    });
  }

  private clientData(type: string, challenge: string, lie: Lie): string {
    return JSON.stringify({
      type: lie.type ?? type,
      challenge: lie.challenge ?? challenge,
      origin: lie.origin ?? this.origin,
      crossOrigin: false,
    });
  }

  private data(key: Key, lie: Lie, more: number): Buffer {
    const flags = PRESENT | (lie.isUnverified ? 0 : VERIFIED) | MAY_BE_BACKED_UP | BACKED_UP | more;
    const rest = Buffer.alloc(5);
    rest.writeUInt8(flags);
    rest.writeUInt32BE(lie.counter ?? key.counter, 1);
    return Buffer.concat([sha256(lie.rpId ?? key.rpId), rest]);
  }
}
