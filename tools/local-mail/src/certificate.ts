import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate and its key, in PEM. */
export interface LocalCertificate {
  readonly cert: string;
  readonly key: string;
}

const hourMs = 3_600_000;

/** DER tags (X.690). */
const tag = { integer: 2, bits: 3, octets: 4, oid: 6, utf8: 12, utcTime: 23, sequence: 48, set: 49 } as const;

/** Object identifiers, as DER. */
const ecdsaWithSha256 = der(tag.oid, Buffer.from('2a8648ce3d040302', 'hex'));
const commonName = der(tag.oid, Buffer.from('550403', 'hex'));
const subjectAltName = der(tag.oid, Buffer.from('551d11', 'hex'));

/**
 * Makes a certificate that is good for an hour and signed by nobody but itself: who is to trust it has to be given it.
 * @param hostName what it is for. Default: `localhost` and 127.0.0.1.
 */
export function createLocalCertificate(hostName?: string): LocalCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(ecdsaWithSha256);
  const name = sequence(der(tag.set, sequence(commonName, der(tag.utf8, Buffer.from('localhost')))));
  const nowMs = Date.now();
  const validity = sequence(utcTime(nowMs - hourMs), utcTime(nowMs + hourMs));
  const names =
    hostName === undefined
      ? sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))
      : sequence(der(0x82, Buffer.from(hostName)));
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(subjectAltName, der(tag.octets, names)))),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, algorithm, der(tag.bits, Buffer.from([0]), signature));
  return { cert: toPem(certificate), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) {
    return Buffer.from([length]);
  }
  return length < 0x100 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff]);
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(tag.sequence, ...contents);
}

function integer(value: Buffer): Buffer {
  return der(tag.integer, value);
}

/** YYMMDDHHMMSSZ */
function utcTime(atMs: number): Buffer {
  const digits = new Date(atMs).toISOString().replace(/\D/g, '').slice(2, 14);
  return der(tag.utcTime, Buffer.from(`${digits}Z`));
}

function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
