import { TextDecoder } from 'node:util';

/** Characters of windows-1252 by their bytes from 0x80 to 0x9f; the others are those of Latin-1. */
const upperCharacters = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** What UTF-8 of two and more bytes begins with, read as windows-1252, and something that is not ASCII behind it. */
const suspicious = /[\u00c2-\u00f4][^\p{ASCII}]/u;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Whether a text is UTF-8 that was read as windows-1252 or Latin-1: `JosÃ©`. All of its characters must be bytes of that
 * encoding and make valid UTF-8 together, which no real spelling does.
 */
export function isGarbled(text: string): boolean {
  if (!suspicious.test(text)) {
    return false;
  }
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const upper = code > 0xff ? upperCharacters.indexOf(text.charAt(index)) : -1;
    if (code > 0xff && upper < 0) {
      return false;
    }
    bytes[index] = upper < 0 ? code : 0x80 + upper;
  }
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
