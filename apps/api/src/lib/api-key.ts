import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const [idBytes, secretBytes] = [12, 32];
const [idLength, secretLength, checksumLength] = [17, 43, 6];
const formOf = (prefix: string) =>
  new RegExp(
    `^(${prefix}([0-9A-Za-z]{${idLength}})_[0-9A-Za-z]{${secretLength}})([0-9A-Za-z]{${checksumLength}})$`,
  );

/** What every API key begins with. */
export const apiKeyPrefix = 'kl_';
const apiKeyForm = formOf(apiKeyPrefix);
const invitationPrefix = 'inv_';
const invitationForm = formOf(invitationPrefix);

/** An API key that was just made. */
export interface NewApiKey {
  id: string;
  /** `kl_<id>_<secret><checksum>`, 70 characters: 256 random bits, and a checksum that tells a key from a typing error. */
  secret: string;
}

/** Makes an API key, or another one with the same id. */
export function makeApiKey(id = base62(randomBytes(idBytes), idLength)): NewApiKey {
  return makeSecret(apiKeyPrefix, id);
}

/** Makes the token of a link that invites somebody: `inv_…`, of the same strength and form. */
export function makeInvitation(): NewApiKey {
  return makeSecret(invitationPrefix, base62(randomBytes(idBytes), idLength));
}

function makeSecret(prefix: string, id: string): NewApiKey {
  const body = `${prefix}${id}_${base62(randomBytes(secretBytes), secretLength)}`;
  return { id, secret: body + checksumOf(body) };
}

/** The id in an API key; null for a text that cannot be one. */
export function readApiKeyId(text: string): string | null {
  return readId(apiKeyForm, text);
}

/** The id in an invitation's token; null for a text that cannot be one. */
export function readInvitationId(text: string): string | null {
  return readId(invitationForm, text);
}

function readId(form: RegExp, text: string): string | null {
  const [, body = '', id, checksum] = form.exec(text) ?? [];
  return id !== undefined && checksumOf(body) === checksum ? id : null;
}

/** What is stored of a key. It is random, so that a fast digest protects it as well as a slow one. */
export function hashApiKey(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

/** Whether two digests of {@link hashApiKey} are equal, in constant time. */
export function isSameHash(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function checksumOf(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return base62(bytes, checksumLength);
}

function base62(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  while (text.length < length) {
    text = (digits[Number(rest % 62n)] ?? '') + text;
    rest /= 62n;
  }
  return text;
}
