import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A key and its certificate, both as PEM. */
export interface Certificate {
  key: string;
  cert: string;
}

const SEQUENCE = 0x30;
const SHA256_WITH_ECDSA = sequence(objectId('2a8648ce3d040302'));
const COMMON_NAME = objectId('550403');
const ALT_NAME = objectId('551d11');
const CONSTRAINTS = objectId('551d13');

/** A certificate for a host, made now and signed by itself: Node makes keys but no certificates. */
export function certificateOf(host: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = toBeSigned(host, publicKey);
  const signature = sign('sha256', body, privateKey);
  const der = sequence(body, SHA256_WITH_ECDSA, encode(0x03, Buffer.from([0]), signature));
  const base64 = der.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

/** TBSCertificate of RFC 5280. */
function toBeSigned(host: string, publicKey: KeyObject): Buffer {
  const name = sequence(encode(0x31, sequence(COMMON_NAME, encode(0x0c, Buffer.from(host)))));
  const day = (offset: number) => {
    const time = new Date(Date.now() + offset * 86_400_000).toISOString();
    return encode(0x17, Buffer.from(`${time.replace(/[-:T]/g, '').slice(2, 14)}Z`));
  };
  const dnsName = encode(0x82, Buffer.from(host));
  const extensions = sequence(
    sequence(
      CONSTRAINTS,
      encode(0x01, Buffer.from([0xff])),
      encode(0x04, sequence(encode(0x01, Buffer.from([0xff])))),
    ),
    sequence(ALT_NAME, encode(0x04, sequence(dnsName))),
  );
  const serial = createHash('sha256').update(randomBytes(16)).digest().subarray(0, 8);
  serial[0] = (serial[0] & 0x7f) | 1;
  return sequence(
    encode(0xa0, encode(0x02, Buffer.from([2]))),
    encode(0x02, serial),
    SHA256_WITH_ECDSA,
    name,
    sequence(day(-1), day(1)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    encode(0xa3, extensions),
  );
}

function objectId(hex: string): Buffer {
  return encode(0x06, Buffer.from(hex, 'hex'));
}

function sequence(...parts: Buffer[]): Buffer {
  return encode(SEQUENCE, ...parts);
}

/** Tag, length and content (DER). */
function encode(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
