/** What 32 random bytes practically always have more of: fewer happens once in a million million keys. */
const minDistinct = 18;

/**
 * Why bytes cannot be a random key; null when they may be one. It finds what people make by hand: equal bytes, repeated
 * patterns, numbers in a row, and text. It cannot detect a strong key that has leaked. Of random keys of 32 bytes
 * it refuses about one in 10^12.
 */
export function weaknessOf(key: Buffer): string | null {
  const steps = [...key.subarray(1)].map((byte, index) => (byte - key.readUInt8(index)) & 0xff);
  if (new Set(key).size < minDistinct || new Set(steps).size < minDistinct) {
    return 'is not random: it repeats itself';
  }
  if (key.every((byte) => byte >= 0x20 && byte < 0x7f)) {
    return 'is not random: it is text';
  }
  return null;
}
